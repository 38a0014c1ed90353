/** What a project lets be pulled: Harbor looks at images one by one and leaves indexes alone. */
import { HarborRefusal } from './refusal.ts'
import type { Artifact, HarborState, Project } from './state.ts'
import { rankOf } from './views.ts'

export function assertPullable(
  state: HarborState,
  { metadata, allowlist }: Project,
  artifact: Artifact,
): void {
  const { children, scan, digest, repository, subject } = artifact
  if (metadata['enable_content_trust_cosign'] === 'true' && subject === undefined) {
    const isSigned = state.artifacts.some(
      (one) => one.subject === digest && one.repository.id === repository.id,
    )
    if (!isSigned) throw violation('The image is not signed by cosign.')
  }
  const isLookedAt = metadata['prevent_vul'] === 'true' && state.scanners.length > 0 && subject === undefined
  if (!isLookedAt || children.length > 0) return
  const limit = metadata['severity'] ?? 'high'
  const policy = `due to configured policy in 'Prevent images with vulnerability severity of "${limit[0]!.toUpperCase()}${limit.slice(1)}" or higher from running.' To continue with pull, please contact your project administrator`
  if (scan?.status !== 'Success')
    throw violation(`current image without vulnerability scanning cannot be pulled ${policy} for help.`)
  const counted = scan.found.filter(({ id }) => !allowlist.includes(id))
  if (counted.some(({ severity }) => rankOf(severity) >= rankOf(limit)))
    throw violation(
      `current image with ${counted.length} vulnerabilities cannot be pulled ${policy} to exempt matched vulnerabilities through configuring the CVE allowlist.`,
    )
}

const violation = (message: string) => new HarborRefusal(412, 'PROJECTPOLICYVIOLATION', message)
