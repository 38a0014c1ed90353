import type { ServerResponse } from 'node:http'
import { apiVersionOf } from '../../kube-object.ts'
import { matchOf, resourceVersionOf } from './query.ts'
import type { Match } from './query.ts'
import type { Resource } from './resources.ts'
import { causes, failure, invalid } from './status.ts'
import type { ObjectStore } from './store.ts'
import type { Change, WatchCache } from './watch-cache.ts'

const bookmarkEveryMs = 60_000
const bookmarkBeforeEndMs = 2000
const defaultTimeoutSeconds = 1800

/**
 * Streams the changes of a resource, one JSON document per line, until `timeoutSeconds` of the cluster's clock or the
 * client's end. @throws ApiError 400, 422 or 500 before anything is streamed
 */
export function watchObjects(
  from: { store: ObjectStore; cache: WatchCache },
  resource: Resource,
  namespace: string | undefined,
  query: URLSearchParams,
  response: ServerResponse,
): void {
  const { store, cache } = from
  if (query.get('sendInitialEvents') !== null)
    throw invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', [
      causes.forbidden(
        'sendInitialEvents',
        'sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled',
      ),
    ])
  const matches = matchOf(resource, namespace, query)
  const version = resourceVersionOf(query)
  response.writeHead(200, { 'content-type': 'application/json' })
  response.flushHeaders()
  const send = (type: string, object: unknown) => void response.write(`${JSON.stringify({ type, object })}\n`)
  if (version !== undefined && version > 0 && version < cache.oldest()) {
    send('ERROR', failure(410, 'Expired', `too old resource version: ${version} (${cache.oldest()})`).status)
    response.end()
    return
  }
  if (version === undefined || version === 0)
    for (const object of store.list(resource.resource, namespace)) if (matches(object)) send('ADDED', object)
  const start = version === undefined || version === 0 ? store.version() : version
  for (const change of cache.since(resource.resource, start)) sendChange(change, matches, send)
  const stop = cache.subscribe((change) => {
    if (change.resource === resource.resource && change.version > start) sendChange(change, matches, send)
  })
  const bookmark = () =>
    send('BOOKMARK', {
      kind: resource.kind,
      apiVersion: apiVersionOf(resource),
      metadata: { resourceVersion: String(Math.max(start, store.version())), creationTimestamp: null },
    })
  const forget = setTimers(store, query, { bookmark, end })
  // Timers of one advance of the clock follow each other before the stream is told that it is closed.
  function end() {
    close()
    response.end()
  }
  function close() {
    stop()
    forget()
  }
  response.on('close', close)
}

// To a watch with a selector an object comes and goes as it begins and ceases to match.
function sendChange(
  { type, object, previous }: Change,
  matches: Match,
  send: (type: string, object: unknown) => void,
) {
  const now = type !== 'DELETED' && matches(object)
  const was = type === 'DELETED' ? matches(object) : previous !== undefined && matches(previous)
  if (now) send(was ? 'MODIFIED' : 'ADDED', object)
  else if (was) send('DELETED', type === 'DELETED' ? object : withVersion(object, previous))
}

function withVersion(object: Change['object'], previous: Change['previous']) {
  if (!previous) return object
  return { ...previous, metadata: { ...previous.metadata, resourceVersion: object.metadata.resourceVersion } }
}

function setTimers(
  { clock }: ObjectStore,
  query: URLSearchParams,
  actions: { bookmark: () => void; end: () => void },
): () => void {
  const timeoutMs = Number(query.get('timeoutSeconds') ?? defaultTimeoutSeconds) * 1000
  const forget = new Set([clock.setTimer(timeoutMs, actions.end)])
  if (query.get('allowWatchBookmarks') === 'true' || query.get('allowWatchBookmarks') === '1') {
    if (timeoutMs > bookmarkBeforeEndMs)
      forget.add(clock.setTimer(timeoutMs - bookmarkBeforeEndMs, actions.bookmark))
    const again = () => {
      actions.bookmark()
      forget.add(clock.setTimer(bookmarkEveryMs, again))
    }
    forget.add(clock.setTimer(bookmarkEveryMs, again))
  }
  return () => {
    for (const one of forget) one()
  }
}
