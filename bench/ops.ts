/**
 * A rollout of five services over the simulated cluster at the speed of life: what our side adds to what the
 * controllers need. That is measured in the same run, from the first apply of a level to the last status of it.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startControllers } from '@goalixa/ops/testing/cluster/controllers/start-controllers'
import { node } from '@goalixa/ops/testing/cluster/controllers/nodes'
import { startCluster } from '@goalixa/ops/testing/cluster/start-cluster'
import type { SimulatedCluster } from '@goalixa/ops/testing/cluster/start-cluster'
import { manifestsFor, migrations, services } from '@goalixa/ops/testing/rollout'
import { figureOf } from './measure.ts'
import { timesToVerdict } from './ops/verdicts.ts'
import type { BenchResult } from './result.ts'

const rounds = 5
const script = fileURLToPath(new URL('ops/deploy.ts', import.meta.url))

interface Seen {
  readonly outcome: string
  readonly planMs: number
  readonly deployMs: number
  readonly cpuMs: number
  readonly calls: number
}

export async function benchOps(): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'goalixa-bench-ops-'))
  try {
    const seen: (Seen & { readonly neededMs: number })[] = []
    for (let round = 0; round < rounds; round += 1) seen.push(await oneRollout(folder))
    if (seen.some(({ outcome }) => outcome !== 'committed')) throw new Error('a rollout failed')
    const verdicts = await timesToVerdict()
    const slowest = (needsBudget: boolean) =>
      Math.max(...verdicts.filter((one) => one.needsBudget === needsBudget).map(({ ms }) => ms)) / 1000
    const middle = (of: (one: (typeof seen)[number]) => number) =>
      seen.map(of).toSorted((a, b) => a - b)[Math.floor(rounds / 2)]!
    return {
      figures: {
        'plan of five services': figureOf(seen.map(({ planMs }) => planMs)),
        'deploy of five services': figureOf(seen.map(({ deployMs }) => deployMs)),
        'of that the controllers need': figureOf(seen.map(({ neededMs }) => neededMs)),
        ...Object.fromEntries(verdicts.map(({ name, ms }) => [`verdict: ${name}`, figureOf([ms])])),
      },
      targets: [
        { what: 'CPU of plan and deploy', seen: middle(({ cpuMs }) => cpuMs) / 1000, atMost: 1, unit: 's' },
        {
          what: 'deploy beyond what the controllers need',
          seen: middle(({ deployMs, neededMs }) => deployMs - neededMs) / 1000,
          atMost: 1,
          unit: 's',
        },
        {
          what: 'API calls of plan and deploy',
          seen: middle(({ calls }) => calls),
          atMost: 200,
          unit: 'calls',
        },
        { what: 'slowest verdict after its sign', seen: slowest(false), atMost: 5, unit: 's' },
        { what: 'slowest verdict that needs a budget', seen: slowest(true), atMost: 90, unit: 's' },
      ],
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function oneRollout(folder: string): Promise<Seen & { neededMs: number }> {
  const server = await startCluster({ speed: 1, namespaces: services.map((service) => `goalixa-${service}`) })
  const controllers = startControllers(server.store, {
    nodes: [node('worker-1'), node('worker-2')],
    behaviours: { ...migrations('1'), ...migrations('2') },
    logs: server.logs,
  })
  try {
    server.add(...manifestsFor('1').filter(({ kind }) => kind !== 'Job'))
    while (!services.every((service) => isComplete(server, service)))
      await new Promise((resolve) => setTimeout(resolve, 50))
    const needed = followLevels(server)
    const kubeconfig = join(folder, 'kubeconfig')
    await writeFile(kubeconfig, server.kubeconfig)
    const { stdout } = await promisify(execFile)(process.execPath, [script, kubeconfig, '2'])
    return { ...(JSON.parse(stdout) as Seen), neededMs: needed() }
  } finally {
    controllers.stop()
    await server.close()
  }
}

const isComplete = ({ store }: SimulatedCluster, service: string): boolean => {
  const { metadata, spec, status } = store.get('deployments', `goalixa-${service}`, service)!
  return (
    status?.['observedGeneration'] === metadata.generation &&
    status?.['updatedReplicas'] === spec!['replicas'] &&
    status?.['availableReplicas'] === spec!['replicas'] &&
    status?.['replicas'] === spec!['replicas']
  )
}

/** How long the controllers were at work: at least one workload or job had a change that was not done yet. */
function followLevels({ store, ...server }: SimulatedCluster): () => number {
  let busySince: number | undefined
  let sum = 0
  const isBusy = () =>
    services.some((service) => !isComplete({ store, ...server }, service)) ||
    store.list('jobs').some(({ status }) => status?.['succeeded'] === undefined)
  store.subscribe(() => {
    const now = performance.now()
    if (isBusy()) busySince ??= now
    else if (busySince !== undefined) {
      sum += now - busySince
      busySince = undefined
    }
  })
  return () => sum
}
