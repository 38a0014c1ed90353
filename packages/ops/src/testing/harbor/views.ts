/** What the simulated Harbor says of its things. */
import { isImmutable } from './rules.ts'
import type { Artifact, HarborState, Project, Repository, Robot, Scan, Tag, Vulnerability } from './state.ts'

const never = '0001-01-01T00:00:00.000Z'
const reportType = 'application/vnd.security.vulnerability.report; version=1.1'

export const projectView = (state: HarborState, { id, name, createdAt, metadata, allowlist }: Project) => ({
  creation_time: createdAt,
  current_user_role_id: 1,
  current_user_role_ids: [1],
  cve_allowlist: {
    creation_time: never,
    id,
    items: allowlist.map((cve_id) => ({ cve_id })),
    project_id: id,
    update_time: never,
  },
  metadata,
  name,
  owner_id: 1,
  owner_name: 'admin',
  project_id: id,
  repo_count: state.repositories.filter(({ projectId }) => projectId === id).length,
  update_time: createdAt,
})

export const repositoryView = (state: HarborState, { id, name, projectId, createdAt }: Repository) => ({
  artifact_count: state.artifacts.filter((one) => one.repository.id === id && isListed(state, one)).length,
  creation_time: createdAt,
  id,
  name,
  project_id: projectId,
  pull_count: 0,
  update_time: createdAt,
})

/** Children of an index without a tag of their own, and signatures, are not listed. */
export const isListed = (state: HarborState, artifact: Artifact): boolean =>
  artifact.subject === undefined &&
  (artifact.tags.length > 0 ||
    !state.artifacts.some(
      ({ repository, children }) =>
        repository.id === artifact.repository.id && children.some(({ digest }) => digest === artifact.digest),
    ))

export const tagView = (
  state: HarborState,
  artifact: Artifact,
  { id, name, pushedAt }: Tag,
  withImmutable = false,
) => ({
  artifact_id: artifact.id,
  id,
  immutable: withImmutable && isImmutable(state, artifact.repository.name, name),
  name,
  pull_time: never,
  push_time: pushedAt,
  repository_id: artifact.repository.id,
})

export function artifactView(state: HarborState, artifact: Artifact, query: URLSearchParams) {
  const { digest, repository, children, extra, scan, tags } = artifact
  const isIndex = children.length > 0
  const [project = '', ...rest] = repository.name.split('/')
  const encoded = encodeURIComponent(encodeURIComponent(rest.join('/')))
  const addition = (name: string) => ({
    absolute: false,
    href: `/api/v2.0/projects/${project}/repositories/${encoded}/artifacts/${digest}/additions/${name}`,
  })
  const withImmutable = query.get('with_immutable_status') === 'true'
  const signatures = state.artifacts.filter(
    (one) => one.subject === digest && one.repository.id === repository.id,
  )
  return {
    accessories:
      query.get('with_accessory') === 'true' && signatures.length > 0
        ? signatures.map((one) => ({
            artifact_id: one.id,
            digest: one.digest,
            size: one.size,
            subject_artifact_digest: digest,
            subject_artifact_repo: repository.name,
            type: 'signature.cosign',
          }))
        : null,
    ...(isIndex
      ? {}
      : {
          addition_links: {
            build_history: addition('build_history'),
            ...(state.scanners.length > 0 ? { vulnerabilities: addition('vulnerabilities') } : {}),
          },
        }),
    digest,
    ...(extra === undefined ? {} : { extra_attrs: extra }),
    id: artifact.id,
    labels: null,
    manifest_media_type: artifact.manifestType,
    media_type: artifact.configType,
    project_id: repository.projectId,
    pull_time: never,
    push_time: artifact.pushedAt,
    references: isIndex
      ? children.map((child) => ({
          child_digest: child.digest,
          child_id: state.artifacts.find((one) => one.digest === child.digest)?.id ?? 0,
          parent_id: artifact.id,
          platform: { OsFeatures: null, ...child.platform },
          urls: null,
        }))
      : null,
    repository_id: repository.id,
    ...(query.get('with_scan_overview') === 'true' && scan !== undefined
      ? { scan_overview: { [reportType]: overview(scan) } }
      : {}),
    size: artifact.size,
    tags:
      query.get('with_tag') === 'false' || tags.length === 0
        ? null
        : tags.toReversed().map((tag) => tagView(state, artifact, tag, withImmutable)),
    type: 'IMAGE',
  }
}

const severities = ['None', 'Unknown', 'Negligible', 'Low', 'Medium', 'High', 'Critical']
export const rankOf = (severity: string): number =>
  severities.findIndex((one) => one.toLowerCase() === severity.toLowerCase())

const worst = (found: readonly Vulnerability[]): string =>
  found.map(({ severity }) => severity).toSorted((a, b) => rankOf(b) - rankOf(a))[0] ?? 'None'

function overview({ status, found }: Scan) {
  const base = { report_id: 'report', start_time: never, end_time: never, scan_status: status }
  if (status !== 'Success') return base
  const summary: Record<string, number> = {}
  for (const { severity } of found) summary[severity] = (summary[severity] ?? 0) + 1
  return {
    ...base,
    complete_percent: 100,
    duration: 3,
    scanner,
    severity: worst(found),
    summary: {
      fixable: found.filter(({ fix_version = '' }) => fix_version !== '').length,
      summary,
      total: found.length,
    },
  }
}

const scanner = { name: 'sample-scanner', vendor: 'example', version: '1.0' }

export const reportView = (digest: string, found: readonly Vulnerability[], at: string) => ({
  [reportType]: {
    generated_at: at,
    scanner,
    severity: worst(found),
    vulnerabilities: found.map((one) => ({
      ...one,
      description: 'sample',
      links: [''],
      artifact_digests: [digest],
    })),
  },
})

export const robotView = (robot: Robot) => ({
  creation_time: robot.createdAt,
  ...(robot.description === undefined ? {} : { description: robot.description }),
  disable: robot.disabled,
  duration: robot.duration,
  editable: true,
  expires_at: robot.expiresAt,
  id: robot.id,
  level: robot.level,
  name: robot.name,
  permissions: robot.permissions,
  update_time: robot.createdAt,
})
