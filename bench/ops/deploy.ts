/** One deploy in a process of its own, so that its CPU time is its own: tells what it needed as JSON. */
import { openCluster } from '@goalixa/ops/cluster'
import { deploy } from '@goalixa/ops/deploy'
import { makePlan } from '@goalixa/ops/plan/make-plan'
import { systemClock } from '@goalixa/ops/system-clock'
import { manifestsFor, okChecks } from '@goalixa/ops/testing/rollout'

const cluster = openCluster({ file: process.argv[2]!, clock: systemClock })
const began = performance.now()
const cpu = process.cpuUsage()
const plan = await makePlan({
  cluster,
  environment: 'staging',
  objects: manifestsFor(process.argv[3]!),
  resolve: ({ reference }) => Promise.resolve({ digest: reference, platforms: {} }),
})
const planned = performance.now()
const { outcome } = await deploy(
  {
    cluster,
    clock: systemClock,
    namespace: 'goalixa-api',
    environment: 'staging',
    actor: 'bench',
    write: () => undefined,
    checksFor: () => okChecks,
    settings: { deadlineMs: 60_000, settleMs: 0, forceConflicts: false },
  },
  plan,
  { reason: 'bench' },
)
const { user, system } = process.cpuUsage(cpu)
process.stdout.write(
  JSON.stringify({
    outcome,
    planMs: planned - began,
    deployMs: performance.now() - planned,
    cpuMs: (user + system) / 1000,
    calls: cluster.calls(),
  }),
)
await cluster.close()
