import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { expect, test } from 'vitest'
import { alive, readiness } from './health.ts'
import { createLagSamples } from './loop-lag.ts'

async function ask(handler: ReturnType<typeof alive>) {
  const server = createServer(express().use(handler))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  server.close()
  return { status: answer.status, body: await answer.json(), cache: answer.headers.get('cache-control') }
}

const lateFor = (ms: readonly number[]) => {
  const samples = createLagSamples()
  for (const one of ms) samples.add(one)
  return samples
}
const times = (count: number, ms: number) => Array.from({ length: count }, () => ms)

test.each([
  ['just started', [], 200],
  ['never late', times(60, 1), 200],
  ['late for a while', [...times(14, 5_000), 3], 200],
  ['late once, for long', [...times(20, 1), 60_000], 200],
  ['late, but only a little', times(60, 500), 200],
  ['late all the time', [...times(20, 1), ...times(15, 2_500)], 503],
  ['on time again', [...times(30, 2_500), 1], 200],
])('liveness of a process that is %s', async (_, ms, status) => {
  const answer = await ask(alive(lateFor(ms)))
  const body = { status: status === 200 ? 'ok' : 'stuck' }
  expect(answer).toEqual({ status, body, cache: 'no-store' })
})

test('readiness names what is missing, and nothing of why', async () => {
  const checks = {
    database: async () => undefined,
    keys: () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.1:5432')),
  }
  expect(await ask(readiness(checks, () => false))).toEqual({
    status: 503,
    body: { status: 'not ready', checks: { database: 'ok', keys: 'missing' } },
    cache: 'no-store',
  })
  const { database } = checks
  expect((await ask(readiness({ database }, () => false))).status).toBe(200)
  expect((await ask(readiness({ database }, () => true))).status).toBe(503)
})
