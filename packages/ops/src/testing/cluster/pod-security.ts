import type { JsonObject } from '../../kube-object.ts'

type Container = { name: string; securityContext?: JsonObject; ports?: JsonObject[] }

const restrictedVolumes = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
])

/** What a pod spec breaks of the level `baseline` or `restricted`, in the words of the real admission; empty: nothing. */
export function podSecurityViolations(spec: JsonObject, level: string): string[] {
  if (level !== 'baseline' && level !== 'restricted') return []
  const containers = [...list(spec['initContainers']), ...list(spec['containers'])] as Container[]
  const found = baseline(spec, containers)
  return level === 'baseline' ? found : [...found, ...restricted(spec, containers)]
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

/** `container "a"` or `containers "a", "b"`. */
function named(containers: Container[]): string {
  const names = containers.map(({ name }) => `"${name}"`).join(', ')
  return `${containers.length === 1 ? 'container' : 'containers'} ${names}`
}

function baseline(spec: JsonObject, containers: Container[]): string[] {
  const found: string[] = []
  const shared = ['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => spec[field] === true)
  if (shared.length > 0) found.push(`host namespaces (${shared.map((field) => `${field}=true`).join(', ')})`)
  const hostPaths = list(spec['volumes']).filter((volume) => (volume as JsonObject)['hostPath'])
  if (hostPaths.length > 0)
    found.push(
      `hostPath volumes (volume ${hostPaths.map((volume) => `"${(volume as { name: string }).name}"`).join(', ')})`,
    )
  const onHost = containers.filter(({ ports }) => ports?.some((port) => port['hostPort']))
  if (onHost.length > 0) found.push(`hostPort (${named(onHost)} uses a hostPort)`)
  const privileged = containers.filter(({ securityContext }) => securityContext?.['privileged'] === true)
  if (privileged.length > 0)
    found.push(`privileged (${named(privileged)} must not set securityContext.privileged=true)`)
  return found
}

function restricted(spec: JsonObject, containers: Container[]): string[] {
  const pod = (spec['securityContext'] ?? {}) as JsonObject
  const found: string[] = []
  const escalating = containers.filter((one) => one.securityContext?.['allowPrivilegeEscalation'] !== false)
  if (escalating.length > 0)
    found.push(
      `allowPrivilegeEscalation != false (${named(escalating)} must set securityContext.allowPrivilegeEscalation=false)`,
    )
  const capable = containers.filter((one) => !dropsAll(one))
  if (capable.length > 0)
    found.push(
      `unrestricted capabilities (${named(capable)} must set securityContext.capabilities.drop=["ALL"])`,
    )
  const volumes = (list(spec['volumes']) as JsonObject[]).flatMap((volume) => {
    const type = Object.keys(volume).find((member) => member !== 'name')
    return type === undefined || restrictedVolumes.has(type)
      ? []
      : [`volume "${volume['name']}" uses restricted volume type "${type}"`]
  })
  if (volumes.length > 0) found.push(`restricted volume types (${volumes.join(', ')})`)
  const maybeRoot = containers.filter(
    (one) => (one.securityContext?.['runAsNonRoot'] ?? pod['runAsNonRoot']) !== true,
  )
  if (maybeRoot.length > 0)
    found.push(`runAsNonRoot != true (pod or ${named(maybeRoot)} must set securityContext.runAsNonRoot=true)`)
  if (pod['runAsUser'] === 0) found.push('runAsUser=0 (pod must not set runAsUser=0)')
  const root = containers.filter((one) => one.securityContext?.['runAsUser'] === 0)
  if (root.length > 0) found.push(`runAsUser=0 (${named(root)} must not set runAsUser=0)`)
  const unconfined = containers.filter((one) => !isConfined(one.securityContext ?? {}) && !isConfined(pod))
  if (unconfined.length > 0)
    found.push(
      `seccompProfile (pod or ${named(unconfined)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")`,
    )
  return found
}

function dropsAll({ securityContext }: Container): boolean {
  const capabilities = (securityContext?.['capabilities'] ?? {}) as { drop?: string[]; add?: string[] }
  const added = (capabilities.add ?? []).filter((capability) => capability !== 'NET_BIND_SERVICE')
  return (capabilities.drop ?? []).includes('ALL') && added.length === 0
}

function isConfined(context: JsonObject): boolean {
  const type = (context['seccompProfile'] as JsonObject | undefined)?.['type'] as unknown
  return type === 'RuntimeDefault' || type === 'Localhost'
}
