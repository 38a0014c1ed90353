/** Days and weeks at a terminal are those of the account, unless the device or the command says others. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestStack } from './stack.ts'
import { script, signedInUser, startTestStack } from './stack.ts'

let stack: TestStack
beforeAll(async () => {
  stack = await startTestStack()
})
afterAll(() => stack.stop())

interface Report {
  readonly from: string
  readonly zone: string
  readonly weekStart: number
  readonly totals: { wallClockSeconds: number }
}

test('the zone and the week of the account reach every terminal, and give way to those of the device', async () => {
  const ada = await signedInUser(stack.url)
  const { token } = await ada.json<{ token: string }>('auth', 'token', 'create', '--name', 'script')
  const call = script(stack.url, token)
  // Noon of Monday in Auckland: still Sunday evening in Berlin, where this machine is.
  await ada.json('log', '--from', '2026-03-01T20:00:00Z', '--to', '2026-03-01T23:30:00Z')
  const day = (...more: string[]) =>
    ada.json<Report>('report', '--from', '2026-03-02', '--to', '2026-03-03', ...more)
  expect(await day()).toMatchObject({
    zone: 'Europe/Berlin',
    weekStart: 1,
    totals: { wallClockSeconds: 1800 },
  })

  expect((await call('PATCH', '/v1/settings', { zone: 'Pacific/Auckland', weekStart: 7 })).status).toBe(200)
  await ada.json('sync')
  expect(await day()).toMatchObject({
    zone: 'Pacific/Auckland',
    weekStart: 7,
    totals: { wallClockSeconds: 12_600 },
  })
  expect(await sources()).toEqual({ zone: ['Pacific/Auckland', 'account'], weekStart: [7, 'account'] })

  await ada.json('config', 'set', 'zone', 'Europe/Berlin')
  expect(await day()).toMatchObject({
    zone: 'Europe/Berlin',
    weekStart: 7,
    totals: { wallClockSeconds: 1800 },
  })
  expect(await day('--zone', 'UTC')).toMatchObject({ zone: 'UTC', totals: { wallClockSeconds: 0 } })
  expect(await sources()).toEqual({ zone: ['Europe/Berlin', 'config'], weekStart: [7, 'account'] })
  await ada.leave()

  async function sources() {
    const { items } = await ada.json<{ items: { key: string; value: unknown; from: string }[] }>(
      'config',
      'list',
    )
    const told = (key: string) =>
      items.filter((item) => item.key === key).flatMap(({ value, from }) => [value, from])
    return { zone: told('zone'), weekStart: told('weekStart') }
  }
})
