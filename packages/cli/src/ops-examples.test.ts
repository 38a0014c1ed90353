/** Every example in the help of `goalixa ops`, at a cluster that has been used: what cannot run here says why. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import Deploy from './commands/ops/deploy.ts'
import History from './commands/ops/history.ts'
import Plan from './commands/ops/plan.ts'
import type { GoalixaCommand } from './goalixa-command.ts'
import { deployment, image, opsCluster } from './testing/ops-cluster.ts'
import type { OpsCluster } from './testing/ops-cluster.ts'
import { runCommand } from './testing/run-command.ts'

const time = vi.hoisted(() => ({ advance: (ms: number): void => void ms }))
vi.mock(import('@goalixa/ops/system-clock'), async () => {
  const { fastClock } = await import('@goalixa/ops/testing/fast-clock')
  return { systemClock: fastClock({ advance: (ms) => time.advance(ms) }) }
})

const folder = join(import.meta.dirname, 'commands', 'ops')
const commands = await Promise.all(
  readdirSync(folder).map(async (file) => ({
    id: file.replace('.ts', ''),
    command: ((await import(join(folder, file))) as { default: typeof GoalixaCommand }).default,
  })),
)
const examples = commands.flatMap(({ id, command }) =>
  (command.examples ?? []).map((example) => ({
    id,
    command,
    text: (example as string).replaceAll('<%= config.bin %>', 'goalixa'),
  })),
)

/** What needs more than a cluster, each with who runs it. */
const apart: readonly (readonly [RegExp, string])[] = [
  [/--tag/, 'asks a registry; ops-registry.test.ts has one'],
  [/ops images/, 'asks a registry; ops-registry.test.ts lists them'],
  [/ops promote /, 'asks a registry; ops-registry.test.ts promotes'],
  [/ops (?:backup|restore) /, 'asks a database and no cluster; ops-backup.db.test.ts runs them'],
]
const runnable = examples.filter(({ text }) => !apart.some(([fits]) => fits.test(text)))

/** These tell by their exit code what they found. */
const ends: Readonly<Record<string, readonly number[]>> = {
  health: [0, 1],
  doctor: [0, 10],
  plan: [0, 14],
  // Somebody ends those that are followed.
  logs: [0, 130],
}

describe.each(['local', 'staging', 'production'])('examples for %s', (environment) => {
  const mine = runnable.filter(({ text }) => (/--env (\w+)/.exec(text)?.[1] ?? 'local') === environment)
  let ops: OpsCluster
  let controllers: ReturnType<OpsCluster['runPods']>
  const deploy = async (digit: number) =>
    runCommand(Deploy, 'ops:deploy', [...ops.at, ...(await ops.manifests(deployment(image(digit)))), '--yes'])

  beforeAll(async () => {
    ops = await opsCluster(environment)
    time.advance = ops.server.clock.advance
    controllers = ops.runPods()
    for (const digit of [1, 2]) expect(await deploy(digit)).toMatchObject({ code: 0 })
  })
  afterAll(async () => {
    time.advance = () => {}
    await ops.close()
  })

  const keptPlan = async () =>
    runCommand(Plan, 'ops:plan', [
      ...ops.at,
      ...(await ops.manifests(deployment(image(3)))),
      '--out',
      join(ops.folder, 'plan.json'),
    ])

  /** What has to be so before an example. */
  const before: Readonly<Record<string, () => Promise<unknown>>> = {
    resume: brokenOff,
    abort: brokenOff,
    deploy: keptPlan,
    preflight: keptPlan,
    plan: async () => {
      const [, file] = await ops.manifests(deployment(image(3)))
      rendered = file!
    },
    unlock: () =>
      Promise.resolve(
        ops.server.store.list('leases').forEach((lease) => {
          const spec = { ...lease.spec, holderIdentity: 'gone@laptop' }
          ops.server.store.replace('leases', { ...structuredClone(lease), spec })
        }),
      ),
  }
  let rendered = ''
  let broken = ''
  let version = 4

  /** A deploy that somebody interrupts once it has changed something. */
  async function brokenOff(): Promise<void> {
    controllers.behave({ [image(version)]: { pullMs: 20_000 } })
    const running = deploy(version)
    const runs = () => ops.server.store.get('deployments', 'goalixa-app', 'app')!.spec!['template'].spec
    const wanted = image(version)
    await expect.poll(() => runs().containers[0].image as string, { timeout: 30_000 }).toBe(wanted)
    process.emit('SIGINT')
    expect(await running).toMatchObject({ code: 130 })
    version += 1
    const { out } = await runCommand(History, 'ops:history', [...ops.at, '--json'])
    broken = History.output.parse(JSON.parse(out)).runs[0]!.id
  }

  /** As a person does who has seen enough. */
  async function endFollowing(): Promise<void> {
    const asked = () => ops.server.requests.all.some(({ query }) => query.includes('follow=true'))
    await expect.poll(asked, { timeout: 30_000 }).toBe(true)
    process.emit('SIGINT')
  }

  /** In the help it is some run, revision, service or file: here those that are there. */
  const words = (text: string): string[] =>
    [
      ...text
        .replace('20261123t031205-9f3c', broken)
        .replace('--to 7', '--to 1')
        .replace('logs auth', 'logs app')
        .replace('plan.json', join(ops.folder, 'plan.json'))
        .replace('rendered.yaml', rendered)
        .matchAll(/"([^"]*)"|(\S+)/g),
    ]
      .map((match) => match[1] ?? match[2]!)
      .slice(3)

  test.runIf(mine.length > 0).each(mine)('$text', { timeout: 60_000 }, async ({ id, command, text }) => {
    await before[id]?.()
    // Nobody can be asked here.
    const yes = 'yes' in (command.flags ?? {}) && !text.includes('--yes') ? ['--yes'] : []
    if (text.includes('--follow')) void endFollowing()
    const ran = await runCommand(command, `ops:${id}`, [
      ...words(text),
      '--kubeconfig',
      ops.kubeconfig,
      ...yes,
    ])
    expect(ends[id] ?? [0], `${ran.err}${ran.out}`).toContain(ran.code)
    expect(ran.out + ran.err).not.toContain('\u001B')
  })
})

test('every command has two examples, and what cannot run is little', () => {
  for (const { id, command } of commands) expect(command.examples ?? [], id).toHaveLength(2)
  expect(runnable.length / examples.length).toBeGreaterThan(0.6)
})
