import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lastLines } from '../tools/stack/stack.ts'
import { runBatch } from './chaos/chaos.ts'
import type { TestStack } from './stack.ts'
import { startTestStack } from './stack.ts'

/** `npm run chaos` sets these; without them this is one batch, with a seed of the moment. */
const given = (name: string): number | undefined => {
  // oxlint-disable-next-line node/no-process-env -- the settings of a test
  const text = process.env[name]
  return text ? Number(text) : undefined
}
const asked = given('CHAOS_ROUNDS')
const rounds = asked ?? 100
const firstSeed = given('CHAOS_SEED') ?? Date.now() % 1_000_000
/** Nothing new is begun after so long. */
const minutes = given('CHAOS_MINUTES') ?? 60
/** Each batch is somebody new, with rows that can be compared quickly. */
const roundsOfBatch = 100
const slowestBatchMs = 300_000

let stack: TestStack
beforeAll(async () => {
  stack = await startTestStack({
    ownPostgres: true,
    restarts: { pauseMs: () => 20 },
    // The terminal renews its sign-in all the time, so that this is killed in the middle, too. The load is more than one
    // person makes: the limit of the gateway is no part of this.
    settings: { ACCESS_TOKEN_SECONDS: '15', RATE_LIMIT_REQUESTS: '1000000/60' },
  })
})
afterAll(() => stack.stop())

test(
  'kill -9 in the middle of writes loses nothing and doubles nothing',
  { timeout: minutes * 60_000 + slowestBatchMs },
  async () => {
    const until = Date.now() + minutes * 60_000
    for (let left = rounds, seed = firstSeed; left > 0 && Date.now() < until; left -= roundsOfBatch, seed++) {
      const size = Math.min(left, roundsOfBatch)
      const repeat = `again: CHAOS_SEED=${seed} CHAOS_ROUNDS=${size} npm run chaos`
      const batch = await runBatch(stack, seed, size).catch((error: unknown) => {
        throw new Error(`${String(error)}\n${repeat}`, { cause: error })
      })
      if (asked !== undefined) process.stdout.write(`${JSON.stringify({ seed, ...batch })}\n`)
      expect(batch.problems.slice(0, 20), repeat).toEqual([])
      expect(batch.acknowledged, repeat).toBeGreaterThan(size)
      expect(stack.failures, repeat).toEqual([])
      // Who ended otherwise crashed because somebody else was killed. A start needs the database, and may fail.
      const crashes = stack.deaths.filter((death) => !/SIGKILL|while starting/.test(death))
      const words = crashes.map((death) => lastLines(join(stack.logs, `${death.split(' ')[0]}.log`), 60))
      expect(crashes, [repeat, ...words].join('\n')).toEqual([])
    }
  },
)
