/**
 * The one way to Kubernetes. Requests are our own, because the library's objects drop fields that they do not know:
 * JSON comes and goes untouched.
 */
import { Agent, ProxyAgent, request as send } from 'undici'
import type { buildConnector, Dispatcher } from 'undici'
import { AppError } from '@goalixa/contracts/errors'
import { ApiRefusal } from './api-refusal.ts'
import type { Clock } from './clock.ts'
import type { ClusterLogs } from './cluster-logs.ts'
import { createClusterLogs } from './cluster-logs.ts'
import type { Ask } from './cluster-request.ts'
import { bodyOf, linesOf, queryOf, single } from './cluster-request.ts'
import { fieldManager } from './field-manager.ts'
import { apiVersionOf, parseApiVersion, pathOf } from './kube-object.ts'
import type { GroupVersionResource, KubeObject } from './kube-object.ts'
import { readKubeConfig } from './kube-config.ts'
import type { Connection, KubeConfigSource } from './kube-config.ts'
import { kinds } from './kinds.ts'
import { withRetries } from './retries.ts'

export interface Selection {
  readonly namespace?: string
  readonly labelSelector?: string
  readonly fieldSelector?: string
}

interface ObjectList {
  readonly items: readonly KubeObject[]
  /** Where a watch goes on from. */
  readonly resourceVersion: string
}

interface ApplyOptions {
  /** Asks the server what would come of it; nothing is stored. */
  readonly dryRun?: boolean
  /** Takes fields away from other managers. */
  readonly force?: boolean
}

/** Every call rejects with `ApiRefusal` when the server says no or nothing; what does not exist is undefined. */
export interface Cluster extends ClusterLogs {
  readonly context: string
  readonly server: string
  readonly get: (
    kind: GroupVersionResource,
    name: string,
    namespace?: string,
  ) => Promise<KubeObject | undefined>
  readonly list: (kind: GroupVersionResource, selection?: Selection) => Promise<ObjectList>
  readonly create: (kind: GroupVersionResource, object: KubeObject) => Promise<KubeObject>
  /** Compare and set: the object's `resourceVersion` must be the stored one. */
  readonly replace: (kind: GroupVersionResource, object: KubeObject) => Promise<KubeObject>
  readonly apply: (object: KubeObject, options?: ApplyOptions) => Promise<KubeObject>
  /** Ends quietly when it is not there. Its dependents go in the background. */
  readonly remove: (
    kind: GroupVersionResource,
    name: string,
    namespace?: string,
    uid?: string,
  ) => Promise<void>
  /** The lines of a watch as they come, each one event. Ends when the server ends it. */
  readonly watch: (
    kind: GroupVersionResource,
    selection: Selection & { readonly resourceVersion: string; readonly timeoutSeconds: number },
    signal: AbortSignal,
  ) => AsyncIterable<WatchLine>
  /** What a service answers to a GET that the cluster sends to it. `service`: its name, or `name:port`. */
  readonly askService: (namespace: string, service: string, path: string) => Promise<ServiceAnswer>
  /** Where objects of a kind live: from the table, else asked once. */
  readonly kindOf: (object: Pick<KubeObject, 'apiVersion' | 'kind'>) => Promise<GroupVersionResource>
  /** What the server says it is: also the cheapest proof that it answers. */
  readonly version: () => Promise<string>
  /** How many requests were sent. */
  readonly calls: () => number
  readonly close: () => Promise<void>
}

interface ServiceAnswer {
  readonly status: number
  /** Why the cluster did not reach it; undefined when the service itself has answered. */
  readonly problem: string | undefined
}

export interface WatchLine {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR'
  readonly object: KubeObject
}

export interface ClusterSource extends KubeConfigSource {
  readonly clock: Clock
  /** How long an answer may take to begin, in milliseconds. */
  readonly timeoutMs?: number
}

/** A real server sends a bookmark about once a minute: more silence means a broken line. */
const silenceMs = 90_000

export function openCluster({ clock, timeoutMs = 20_000, ...source }: ClusterSource): Cluster {
  const access = readKubeConfig(source)
  const base = access.server
  let dispatcher: Dispatcher | undefined
  let sent = 0
  const resolved = new Map<string, GroupVersionResource>()

  const call = async (ask: Ask): Promise<Dispatcher.ResponseData> => {
    const { headers, connection } = await access.credentials()
    dispatcher ??= dispatcherFor(connection)
    sent += 1
    try {
      return await send(`${base}${ask.path}`, {
        method: ask.method,
        headers: {
          accept: 'application/json',
          'user-agent': fieldManager,
          ...headers,
          ...(ask.body === undefined ? {} : { 'content-type': ask.type ?? 'application/json' }),
        },
        body: ask.body === undefined ? null : JSON.stringify(ask.body),
        headersTimeout: timeoutMs,
        bodyTimeout: ask.isStream === true ? silenceMs : timeoutMs,
        dispatcher,
        ...(ask.signal === undefined ? {} : { signal: ask.signal }),
      })
    } catch (error) {
      throw new ApiRefusal(0, undefined, undefined, error)
    }
  }

  const answerTo = async (ask: Ask): Promise<unknown> => {
    const answer = await call(ask)
    const body = await bodyOf(answer)
    if (answer.statusCode < 300) return body
    throw new ApiRefusal(answer.statusCode, body, single(answer.headers['retry-after']))
  }
  /** What may be sent again without harm is; anything else only when the server says that it did nothing. */
  const ask = (what: Ask) => withRetries(() => answerTo(what), { clock, isSafe: what.isSafe === true })

  const get: Cluster['get'] = (kind, name, namespace) =>
    absentAsUndefined(
      ask({ method: 'GET', path: pathOf(kind, { name, ...inNamespace(namespace) }), isSafe: true }),
    ) as Promise<KubeObject | undefined>

  const kindOf: Cluster['kindOf'] = async ({ apiVersion, kind }) => {
    const known = (kinds as Readonly<Record<string, GroupVersionResource>>)[kind]
    if (known !== undefined && apiVersionOf(known) === apiVersion) return known
    const key = `${apiVersion}/${kind}`
    const before = resolved.get(key)
    if (before !== undefined) return before
    const group = parseApiVersion(apiVersion)
    const root = pathOf({ ...group, resource: '', namespaced: false }).replace(/\/$/, '')
    const found = (await absentAsUndefined(ask({ method: 'GET', path: root, isSafe: true }))) as
      | { readonly resources?: readonly { name: string; kind: string; namespaced: boolean }[] }
      | undefined
    const resource = found?.resources?.find((one) => one.kind === kind && !one.name.includes('/'))
    if (resource === undefined)
      throw new AppError('ops.kind_unknown', `the cluster knows no ${kind} of ${apiVersion}`)
    const result = { ...group, resource: resource.name, namespaced: resource.namespaced }
    resolved.set(key, result)
    return result
  }

  return {
    context: access.context,
    server: base,
    get,
    kindOf,
    list: async (kind, selection = {}) => {
      const items: KubeObject[] = []
      let next = ''
      let resourceVersion = ''
      do {
        const query = queryOf({ ...selection, limit: '500', ...(next === '' ? {} : { continue: next }) })
        const page = (await ask({
          method: 'GET',
          path: `${pathOf(kind, inNamespace(selection.namespace))}${query}`,
          isSafe: true,
        })) as { items: KubeObject[]; metadata: { resourceVersion: string; continue?: string } }
        items.push(...page.items)
        next = page.metadata.continue ?? ''
        resourceVersion = page.metadata.resourceVersion
      } while (next !== '')
      return { items, resourceVersion }
    },
    create: async (kind, object) =>
      (await ask({
        method: 'POST',
        path: `${pathOf(kind, inNamespace(object.metadata.namespace))}${queryOf({ fieldManager })}`,
        body: object,
      })) as KubeObject,
    replace: async (kind, object) =>
      (await ask({
        method: 'PUT',
        path: `${pathOf(kind, placeOf(object))}${queryOf({ fieldManager })}`,
        body: object,
      })) as KubeObject,
    apply: async (object, { dryRun = false, force = false } = {}) =>
      (await ask({
        method: 'PATCH',
        path: `${pathOf(await kindOf(object), placeOf(object))}${queryOf({
          fieldManager,
          fieldValidation: 'Strict',
          ...(force ? { force: 'true' } : {}),
          ...(dryRun ? { dryRun: 'All' } : {}),
        })}`,
        type: 'application/apply-patch+yaml',
        body: object,
        isSafe: true,
      })) as KubeObject,
    remove: async (kind, name, namespace, uid) => {
      await absentAsUndefined(
        ask({
          method: 'DELETE',
          path: pathOf(kind, { name, ...inNamespace(namespace) }),
          body: {
            apiVersion: 'v1',
            kind: 'DeleteOptions',
            propagationPolicy: 'Background',
            ...(uid === undefined ? {} : { preconditions: { uid } }),
          },
          isSafe: uid !== undefined,
        }),
      )
    },
    ...createClusterLogs(call),
    watch: async function* watch(kind, { namespace, resourceVersion, timeoutSeconds, ...selection }, signal) {
      const query = queryOf({
        ...selection,
        watch: '1',
        allowWatchBookmarks: 'true',
        resourceVersion,
        timeoutSeconds: String(timeoutSeconds),
      })
      const path = `${pathOf(kind, inNamespace(namespace))}${query}`
      const answer = await call({ method: 'GET', path, signal, isStream: true })
      if (answer.statusCode >= 300) throw new ApiRefusal(answer.statusCode, await bodyOf(answer))
      for await (const line of linesOf(answer.body)) yield JSON.parse(line) as WatchLine
    },
    askService: async (namespace, name, path) => {
      const at = pathOf(kinds.Service, { namespace, name, subresource: 'proxy' })
      const answer = await call({ method: 'GET', path: `${at}${path}` })
      const said = (await bodyOf(answer)) as
        | { kind?: string; apiVersion?: string; message?: string }
        | undefined
      const isOfCluster = said?.kind === 'Status' && said.apiVersion === 'v1'
      return { status: answer.statusCode, problem: isOfCluster ? said.message : undefined }
    },
    version: async () => {
      const said = (await ask({ method: 'GET', path: '/version', isSafe: true })) as { gitVersion?: string }
      return said.gitVersion ?? 'unknown'
    },
    calls: () => sent,
    close: async () => {
      await dispatcher?.destroy()
    },
  }
}

function dispatcherFor(how: Connection): Dispatcher {
  if (how.type === 'proxy')
    return new ProxyAgent({ uri: how.uri, requestTls: how.requestTls as buildConnector.BuildOptions })
  if (how.type === 'socks')
    throw new AppError('ops.kubeconfig', 'proxies that speak SOCKS are not supported', {
      try: 'use an HTTP proxy, or reach the cluster without one',
    })
  return new Agent({
    connect: (how.type === 'agent' ? how.connect : {}) as buildConnector.BuildOptions,
    pipelining: 1,
  })
}

const inNamespace = (namespace: string | undefined) => (namespace === undefined ? {} : { namespace })
const placeOf = ({ metadata }: KubeObject) => ({ name: metadata.name, ...inNamespace(metadata.namespace) })

async function absentAsUndefined(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof ApiRefusal && error.status === 404) return undefined
    throw error
  }
}
