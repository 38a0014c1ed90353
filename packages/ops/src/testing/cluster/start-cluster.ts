import type { ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { KubeObject } from '../../kube-object.ts'
import { createAccess } from './access.ts'
import type { Access, Identity } from './access.ts'
import { createVirtualClock } from './clock.ts'
import type { VirtualClock } from './clock.ts'
import { createFaults } from './faults.ts'
import type { Faults } from './faults.ts'
import { collectGarbage } from './garbage.ts'
import { createPodLogs } from './pod-logs.ts'
import type { PodLogs } from './pod-logs.ts'
import { followQuotas } from './quota.ts'
import { createRequestLog } from './request-log.ts'
import type { RequestLog } from './request-log.ts'
import { resourceOfKind } from './resources.ts'
import { createApiServer } from './server.ts'
import { createStore } from './store.ts'
import type { ObjectStore } from './store.ts'
import { createWatchCache } from './watch-cache.ts'
import { createObject } from './writes.ts'

export type SimulatedCluster = {
  /** `http://127.0.0.1:port` */
  url: string
  token: string
  /** A kubeconfig in YAML that signs in with the token. */
  kubeconfig: string
  store: ObjectStore
  clock: VirtualClock
  logs: PodLogs
  faults: Faults
  access: Access
  requests: RequestLog
  /** Servers that stand behind services, by `namespace/name`. */
  behind: Map<string, string>
  /** Creates objects with defaults and admission, and with the status that they bring. */
  add(...objects: KubeObject[]): KubeObject[]
  close(): Promise<void>
}

const token = 'goalixa-ops-token'
const deployer: Identity = {
  user: 'system:serviceaccount:goalixa-ops:deployer',
  reason:
    'RBAC: allowed by ClusterRoleBinding "goalixa-deployer" of ClusterRole "cluster-admin" to ServiceAccount "deployer/goalixa-ops"',
}

/**
 * A Kubernetes API server in this process, on 127.0.0.1 and a free port. It has no controllers: start those on its
 * store. `speed` makes its clock follow the real time, so many times as fast; otherwise `clock.advance` moves it.
 */
export async function startCluster(
  options: {
    speed?: number
    start?: number
    /** Another one gives other generated names. */
    seed?: number
    namespaces?: string[]
    objects?: KubeObject[]
    /** More users by token; '' is who comes without one, who otherwise may do nothing. */
    identities?: Record<string, Identity>
  } = {},
): Promise<SimulatedCluster> {
  const { speed, start, seed } = options
  const clock = createVirtualClock({
    ...(speed === undefined ? {} : { speed }),
    ...(start === undefined ? {} : { start }),
  })
  const store = createStore({ clock, ...(seed === undefined ? {} : { seed }) })
  const cache = createWatchCache(store)
  const logs = createPodLogs(clock)
  const access = createAccess({ [token]: deployer, ...options.identities })
  const requests = createRequestLog()
  const behind = new Map<string, string>()
  const watches = new Set<ServerResponse>()
  const faults = createFaults({
    expire: () => cache.expire(),
    cutWatches(how) {
      for (const response of watches)
        if (how === 'end') response.end()
        else response.destroy()
    },
    silenceWatches() {
      for (const response of watches) response.write = () => true
    },
  })
  collectGarbage(store)
  followQuotas(store)
  const add = (...objects: KubeObject[]) =>
    objects.map((object) => {
      const resource = resourceOfKind(object.apiVersion, object.kind)
      if (!resource) throw new Error(`the simulated server has no ${object.apiVersion} ${object.kind}`)
      const created = createObject(store, resource, object)
      const { status } = object
      return status === undefined
        ? created
        : store.replace(resource.resource, { ...created, status }, { status: true })
    })
  for (const name of ['default', 'kube-system', ...(options.namespaces ?? [])])
    add({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
  add(...(options.objects ?? []))
  const server = createApiServer({
    store,
    cache,
    logs,
    access,
    watches,
    behind,
    takeFault: (request) => faults.take(request),
    addRequest: (request) => requests.add(request),
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    token,
    kubeconfig: kubeconfigFor(url),
    store,
    clock,
    logs,
    faults,
    access,
    requests,
    behind,
    add,
    async close() {
      clock.stop()
      const closed = new Promise((resolve) => void server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

function kubeconfigFor(url: string): string {
  return `apiVersion: v1
kind: Config
clusters: [{ name: simulated, cluster: { server: '${url}', insecure-skip-tls-verify: true } }]
users: [{ name: deployer, user: { token: ${token} } }]
contexts: [{ name: simulated, context: { cluster: simulated, user: deployer, namespace: default } }]
current-context: simulated
`
}
