import { resources } from './resources.ts'
import type { Resource } from './resources.ts'

/** What a path of the API is about. */
export type Target = {
  resource: Resource
  /** Undefined: across all namespaces, or a cluster-wide resource. */
  namespace: string | undefined
  name: string | undefined
  subresource: string | undefined
  /** The old /watch/ form of the path. */
  watch: boolean
}

/** The target of a resource path; undefined for any other path and for resources that are not served. */
export function targetOf(pathname: string): Target | undefined {
  const parts = proxied(pathname)
    .split('/')
    .filter((part) => part !== '')
    .map((part) => decodeURIComponent(part))
  const core = parts[0] === 'api'
  if (!core && parts[0] !== 'apis') return undefined
  const [group = '', version] = core ? ['', parts[1]] : [parts[1], parts[2]]
  let rest = parts.slice(core ? 2 : 3)
  const watch = rest[0] === 'watch'
  if (watch) rest = rest.slice(1)
  const find = (plural: string | undefined, namespaced: boolean) =>
    resources.find(
      (resource) =>
        resource.resource === plural &&
        resource.group === group &&
        resource.version === version &&
        (resource.namespaced || !namespaced),
    )
  if (rest[0] === 'namespaces' && rest.length > 2 && rest[2] !== 'status' && rest[2] !== 'finalize') {
    const resource = find(rest[2], true)
    return resource && { resource, namespace: rest[1], name: rest[3], subresource: rest[4], watch }
  }
  const resource = find(rest[0], false)
  if (!resource || (resource.namespaced && rest.length > 1)) return undefined
  return { resource, namespace: undefined, name: rest[1], subresource: rest[2], watch }
}

const proxyPath = /^(\/api\/v1\/namespaces\/[^/]+\/services\/[^/]+\/proxy)(\/.*)?$/

/** What comes after the proxy is the service's own. */
const proxied = (pathname: string): string => proxyPath.exec(pathname)?.[1] ?? pathname

/** The path that a service is asked for through the cluster. */
export const pathBehind = (pathname: string): string => proxyPath.exec(pathname)?.[2] ?? '/'

/** The verb by which access is decided: get, list, watch, create, update, patch, delete, deletecollection. */
export function verbOf(method: string, target: Target, query: URLSearchParams): string {
  if (method === 'GET' || method === 'HEAD') {
    if (target.watch) return 'watch'
    if (target.name !== undefined) return 'get'
    return isWatch(query) ? 'watch' : 'list'
  }
  if (method === 'POST') return 'create'
  if (method === 'PUT') return 'update'
  if (method === 'PATCH') return 'patch'
  return target.name === undefined ? 'deletecollection' : 'delete'
}

export function isWatch(query: URLSearchParams): boolean {
  const watch = query.get('watch')
  return watch === '1' || watch === 'true'
}
