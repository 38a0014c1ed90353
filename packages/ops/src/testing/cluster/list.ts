import { apiVersionOf } from '../../kube-object.ts'
import type { JsonObject, KubeObject } from '../../kube-object.ts'
import { matchOf, resourceVersionOf } from './query.ts'
import type { Resource } from './resources.ts'
import { ApiError, badRequest, failure } from './status.ts'
import type { ObjectStore } from './store.ts'
import type { WatchCache } from './watch-cache.ts'

type Token = { v: string; rv: number; start: string }

const tooOld =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.'

/** A list, in pages when `limit` asks for them. @throws ApiError 400 or 410 */
export function listObjects(
  from: { store: ObjectStore; cache: WatchCache },
  resource: Resource,
  namespace: string | undefined,
  query: URLSearchParams,
): JsonObject {
  const { store, cache } = from
  const matches = matchOf(resource, namespace, query)
  const version = resourceVersionOf(query)
  if (version !== undefined && query.get('resourceVersionMatch') === 'Exact' && version < cache.oldest())
    throw failure(410, 'Expired', 'The resourceVersion for the provided list is too old.')
  const limit = Number(query.get('limit') ?? 0)
  const token = tokenIn(query.get('continue'), cache)
  const all = store.list(resource.resource, namespace).filter((object) => matches(object))
  const rest = token ? all.filter((object) => keyIn(object, namespace) > token.start) : all
  const page = limit > 0 ? rest.slice(0, limit) : rest
  const left = rest.length - page.length
  const last = page.at(-1)
  const rv = token && token.rv > 0 ? token.rv : store.version()
  return {
    kind: `${resource.kind}List`,
    apiVersion: apiVersionOf(resource),
    metadata: {
      resourceVersion: String(rv),
      ...(left > 0 && last
        ? { continue: encode({ v: 'meta.k8s.io/v1', rv, start: keyIn(last, namespace) }) }
        : {}),
      ...(left > 0 && !query.get('labelSelector') && !query.get('fieldSelector')
        ? { remainingItemCount: left }
        : {}),
    },
    // Items of built-in kinds do not repeat their kind.
    items: page.map((object) => (resource.freeForm ? object : withoutKind(object))),
  }
}

function withoutKind({ kind: _kind, apiVersion: _version, ...rest }: KubeObject): JsonObject {
  return rest
}

function keyIn({ metadata }: KubeObject, namespace: string | undefined): string {
  return namespace === undefined ? `${metadata.namespace ?? ''}/${metadata.name}` : metadata.name
}

function encode(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url')
}

function tokenIn(text: string | null, cache: WatchCache): Token | undefined {
  if (text === null || text === '') return undefined
  let token: Token
  try {
    token = JSON.parse(Buffer.from(text, 'base64url').toString()) as Token
  } catch (error) {
    throw badRequest(`invalid continue token: continue key is not valid: ${(error as Error).message}`)
  }
  if (token.rv > 0 && token.rv < cache.oldest()) {
    const { status } = failure(410, 'Expired', tooOld)
    throw new ApiError({ ...status, metadata: { continue: encode({ ...token, rv: -1 }) } })
  }
  return token
}
