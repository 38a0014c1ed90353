/** What `goalixa ops` needs, looked at one after the other: each gives one line and, when something is wrong, what to try. */
import { AppError } from '@goalixa/contracts/errors'
import { clusterFailure } from './cluster-failure.ts'
import type { Cluster } from './cluster.ts'
import { assertEnvironment } from './environment.ts'
import { imageParts } from './plan/images.ts'
import { kubectlVersion } from './plan/render.ts'
import { checkAccess, controlRights } from './preflight/access.ts'
import type { Right } from './preflight/access.ts'
import { containersOf } from './preflight/pod-specs.ts'
import { workloadsIn } from './status.ts'
import type { Probe } from './verify/probe.ts'

export interface Diagnosis {
  readonly name: string
  readonly state: 'ok' | 'warn' | 'fail'
  readonly detail: string
  readonly try?: string
}

interface DoctorOptions {
  /** Reads the kubeconfig: the first thing that may be wrong. */
  readonly open: () => Cluster
  readonly namespace: string
  readonly environment: string
  /** `harbor.example.com`; those of the running images when empty. */
  readonly registries: readonly string[]
  readonly probe: Probe
}

export async function examine(options: DoctorOptions): Promise<readonly Diagnosis[]> {
  const kubectl = await diagnosed('kubectl', async () => `kubectl ${await kubectlVersion()}`)
  let cluster: Cluster | undefined
  const context = await diagnosed('kubeconfig', async () => {
    cluster = options.open()
    return `context ${cluster.context} at ${cluster.server}`
  })
  if (cluster === undefined) return [kubectl, context]
  try {
    return [kubectl, context, ...(await atCluster(cluster, options))]
  } finally {
    await cluster.close()
  }
}

async function atCluster(cluster: Cluster, options: DoctorOptions): Promise<readonly Diagnosis[]> {
  const { namespace, environment } = options
  const look = (name: string, work: () => Promise<string>) => diagnosed(name, work, cluster.server)
  const server = await look('server', async () => `Kubernetes ${await cluster.version()} answers`)
  if (server.state === 'fail') return [server]
  return [
    server,
    await look('environment', async () => {
      await assertEnvironment({ cluster, namespace, environment })
      return `${namespace} says that this is ${environment}`
    }),
    await look('permissions', () => permissions(cluster, namespace)),
    ...(await registries(cluster, options)),
  ]
}

/** What nothing can be done without. What a plan needs beyond that, its preflight finds out. */
async function permissions(cluster: Cluster, namespace: string): Promise<string> {
  const wanted: readonly Right[] = [
    ...controlRights(namespace),
    ...['deployments', 'statefulsets', 'daemonsets'].map((resource) => ({
      verb: 'list',
      group: 'apps',
      resource,
    })),
  ]
  const missing = await checkAccess(cluster, wanted)
  if (missing.length === 0) return `all ${wanted.length} that were asked for`
  throw new AppError('ops.forbidden', `you may not: ${missing.map(({ object }) => object).join(', ')}`, {
    try: 'ask an administrator of the cluster for these verbs',
  })
}

async function registries(
  cluster: Cluster,
  { registries: named, probe }: DoctorOptions,
): Promise<readonly Diagnosis[]> {
  const hosts = named.length > 0 ? named : await hostsOf(cluster)
  return Promise.all(
    hosts.map((host) =>
      diagnosed(`registry ${host}`, async () => {
        const { status, problem } = await probe.ask({ method: 'GET', url: `${schemeOf(host)}//${host}/v2/` })
        // It says who may come in only to those who ask without a password.
        if (status === 200 || status === 401) return 'answers'
        throw new AppError('ops.unreachable', problem ?? `answers ${status} to /v2/`, {
          try: 'check the name of the registry, its certificate, and the network',
        })
      }),
    ),
  )
}

/** Images without a host are of a registry that nobody here runs. */
async function hostsOf(cluster: Cluster): Promise<readonly string[]> {
  const workloads = await workloadsIn(cluster).catch(() => [])
  const images = workloads.flatMap(({ spec }) => containersOf(spec?.['template']?.spec ?? {}))
  const hosts = images.flatMap(
    ({ image }) => imageParts(String(image)).repository.split('/').slice(0, -1)[0] ?? [],
  )
  return [...new Set(hosts.filter((host) => /[.:]/.test(host)))].toSorted()
}

const schemeOf = (host: string): string => (/^(localhost|127\.|\[::1\])/.test(host) ? 'http:' : 'https:')

async function diagnosed(name: string, work: () => Promise<string>, server = ''): Promise<Diagnosis> {
  try {
    return { name, state: 'ok', detail: await work() }
  } catch (error) {
    const failure = clusterFailure(error, server)
    if (!(failure instanceof AppError)) throw failure
    return { name, state: 'fail', detail: failure.message, try: failure.try }
  }
}
