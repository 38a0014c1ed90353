/** Logs as they come, over broken lines, restarts and new pods: each line once. */
import { expect, onTestFinished, test } from 'vitest'
import { followLogs } from './follow-logs.ts'
import type { FollowedLine } from './follow-logs.ts'
import { imageOf } from './testing/rollout.ts'
import type { RolloutSetting } from './testing/rollout.ts'
import { startRollouts } from './testing/start-rollouts.ts'

const patient = { timeout: 30_000 }

async function following(setting: RolloutSetting, more: { container?: string; tailLines?: number } = {}) {
  const { cluster, clock } = setting
  const lines: FollowedLine[] = []
  const stop = new AbortController()
  const ended = followLogs({
    cluster,
    clock,
    service: 'api',
    tailLines: 1,
    signal: stop.signal,
    onLine: (line) => lines.push(line),
    ...more,
  })
  onTestFinished(async () => {
    stop.abort()
    await ended
  })
  const said = () => lines.map(({ line }) => line)
  return { lines, said }
}

const podsOf = ({ server }: RolloutSetting) =>
  server.store.list('pods', 'goalixa-api').map(({ metadata }) => metadata.name)

test('lines of all pods, without secrets, as they come and each once', { timeout: 60_000 }, async () => {
  const setting = await startRollouts()
  const [one, two] = podsOf(setting) as [string, string]
  const write = (pod: string, line: string) => setting.server.logs.write('goalixa-api', pod, 'api', line)
  write(one, 'before')
  write(one, 'last before')
  const { lines, said } = await following(setting)
  await expect.poll(said, patient).toEqual(['last before'])
  write(two, 'from the other')
  write(one, 'password=hunter2')
  await expect.poll(said, patient).toHaveLength(3)
  expect(lines).toContainEqual(
    expect.objectContaining({ pod: two, container: 'api', line: 'from the other' }),
  )
  expect(said()).toContain('password=[redacted]')

  // Lines of the same moment are told apart, whichever of them came before the line broke.
  for (const how of ['end', 'reset'] as const) {
    write(one, `${how} 1`)
    write(one, `${how} 2`)
    await expect.poll(said, patient).toContain(`${how} 2`)
    setting.server.faults.cutWatches(how)
    write(one, `${how} 3`)
    await expect.poll(said, patient).toContain(`${how} 3`)
  }
  expect(said().slice(3)).toEqual(['end 1', 'end 2', 'end 3', 'reset 1', 'reset 2', 'reset 3'])
})

test(
  'a container that starts again, and the pods of a rollout, are followed from their first line',
  { timeout: 60_000 },
  async () => {
    const setting = await startRollouts({
      [imageOf('api', '2')]: { crash: 'once', log: ['one', 'two', 'three'] },
    })
    const before = podsOf(setting)
    const { lines } = await following(setting)
    const { deploy } = await import('./deploy.ts')
    await deploy(setting.operator, await setting.planFor('2'), { reason: 'version 2' })
    const counts = () => {
      const own = Map.groupBy(lines, ({ pod }) => pod)
      return [...own].map(([, written]) => written.map(({ line }) => line).join(' '))
    }
    await expect.poll(counts, patient).toEqual([0, 1].map(() => 'one two three one two three'))
    expect(lines.some(({ pod }) => before.includes(pod))).toBe(false)
  },
)

test(
  'a service or container that is not there is told with those that are',
  { timeout: 60_000 },
  async () => {
    const { cluster, clock } = await startRollouts()
    const asked = (service: string, container?: string) =>
      followLogs({
        cluster,
        clock,
        service,
        tailLines: 1,
        signal: new AbortController().signal,
        onLine: () => undefined,
        ...(container === undefined ? {} : { container }),
      })
    await expect(asked('apu')).rejects.toMatchObject({
      code: 'ops.manifests',
      try: expect.stringContaining('landing') as string,
    })
    await expect(asked('api', 'nginx')).rejects.toMatchObject({
      code: 'ops.manifests',
      try: 'choose from: api',
    })
  },
)
