import { pathOf } from '../../kube-object.ts'
import type { JsonObject } from '../../kube-object.ts'
import { resources } from './resources.ts'
import type { Resource } from './resources.ts'

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']

const version = {
  major: '1',
  minor: '33',
  emulationMajor: '1',
  emulationMinor: '33',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '32',
  gitVersion: 'v1.33.13',
  gitCommit: '0000000000000000000000000000000000000000',
  gitTreeState: 'clean',
  buildDate: '2026-01-01T00:00:00Z',
  goVersion: 'go1.24.4',
  compiler: 'gc',
  platform: 'linux/amd64',
}

/** Answers the paths by which a client finds out what is served; undefined for all others. */
export function discover(pathname: string): JsonObject | string | undefined {
  const path = pathname.replace(/\/$/, '')
  if (path === '/version') return version
  if (['/healthz', '/livez', '/readyz'].includes(path)) return 'ok'
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] }
  if (path === '/apis')
    return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups().map((name) => groupOf(name)) }
  if (path === '/openapi/v2')
    return { swagger: '2.0', info: { title: 'Kubernetes', version: 'v1.33.13' }, paths: {} }
  if (path.startsWith('/openapi/v3')) return openApi(path.slice('/openapi/v3'.length))
  if (path === '/api/v1') return resourceList('', 'v1')
  const [, group, groupVersion] = /^\/apis\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? []
  if (group === undefined || !groups().includes(group)) return undefined
  if (groupVersion === undefined) return { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(group) }
  return versionsOf(group).includes(groupVersion) ? resourceList(group, groupVersion) : undefined
}

/** OpenAPI as far as clients look into it: which kinds can be patched with fieldValidation. */
function openApi(path: string): JsonObject | undefined {
  const roots = new Map(resources.map((resource) => [pathOf(resource).replace(/\/[^/]+$/, ''), resource]))
  if (path === '')
    return {
      paths: Object.fromEntries(
        [...roots.keys()].map((root) => [root.slice(1), { serverRelativeURL: `/openapi/v3${root}` }]),
      ),
    }
  const version = roots.get(path)
  if (!version) return undefined
  const served = resources.filter((one) => one.group === version.group && one.version === version.version)
  const patch = ({ group, version: of, kind }: Resource) => ({
    patch: {
      parameters: [{ name: 'fieldValidation', in: 'query', schema: { type: 'string' } }],
      'x-kubernetes-group-version-kind': { group, version: of, kind },
      responses: {},
    },
  })
  const paths = served.map((one) => [pathOf(one, { namespace: '{namespace}', name: '{name}' }), patch(one)])
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: version.version },
    paths: Object.fromEntries(paths),
  }
}

function groups(): string[] {
  return [...new Set(resources.map(({ group }) => group))].filter((group) => group !== '')
}

function versionsOf(group: string): string[] {
  return [
    ...new Set(resources.filter((resource) => resource.group === group).map((resource) => resource.version)),
  ]
}

function groupOf(name: string): JsonObject {
  const versions = versionsOf(name).map((one) => ({ groupVersion: `${name}/${one}`, version: one }))
  return { name, versions, preferredVersion: versions[0] }
}

function resourceList(group: string, groupVersion: string): JsonObject {
  const served = resources.filter((resource) => resource.group === group && resource.version === groupVersion)
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: group === '' ? groupVersion : `${group}/${groupVersion}`,
    resources: served.flatMap((resource) => [described(resource), ...subresourcesOf(resource)]),
  }
}

function described(resource: Resource): JsonObject {
  return {
    name: resource.resource,
    singularName: resource.singular,
    namespaced: resource.namespaced,
    kind: resource.kind,
    verbs: resource.resource.endsWith('subjectaccessreviews') ? ['create'] : verbs,
    ...(resource.shortNames.length > 0 ? { shortNames: resource.shortNames } : {}),
    ...(['pods', 'deployments', 'services', 'replicasets', 'statefulsets', 'daemonsets', 'jobs'].includes(
      resource.resource,
    )
      ? { categories: ['all'] }
      : {}),
  }
}

function subresourcesOf(resource: Resource): JsonObject[] {
  const foreign: Record<string, JsonObject> = {
    scale: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
    eviction: { group: 'policy', version: 'v1', kind: 'Eviction' },
    binding: { kind: 'Binding' },
    proxy: { kind: 'ServiceProxyOptions' },
  }
  const proxied = ['create', 'delete', 'get', 'patch', 'update']
  const allowed: Record<string, string[]> = {
    log: ['get'],
    eviction: ['create'],
    binding: ['create'],
    proxy: proxied,
  }
  return resource.subresources.map((name) => ({
    name: `${resource.resource}/${name}`,
    singularName: '',
    namespaced: resource.namespaced,
    kind: resource.kind,
    ...foreign[name],
    verbs: allowed[name] ?? ['get', 'patch', 'update'],
  }))
}
