import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

describe('settings', () => {
  test('they are defaults until they are changed, one by one', async () => {
    const { call, userId } = app.person()
    expect((await call('GET', '/v1/settings')).body).toEqual({ zone: null, weekStart: 1 })
    expect((await call('PATCH', '/v1/settings', { zone: 'Asia/Tehran' })).body).toEqual({
      zone: 'Asia/Tehran',
      weekStart: 1,
    })
    expect((await call('PATCH', '/v1/settings', { weekStart: 6 })).body).toEqual({
      zone: 'Asia/Tehran',
      weekStart: 6,
    })
    expect((await call('PATCH', '/v1/settings', { zone: null })).body).toEqual({ zone: null, weekStart: 6 })
    expect((await call('GET', '/v1/settings')).body).toEqual({ zone: null, weekStart: 6 })
    expect(await app.headSeq(userId)).toBe(3)
    expect((await app.person().call('GET', '/v1/settings')).body).toEqual({ zone: null, weekStart: 1 })
  })

  test('two that are changed at once both stay', async () => {
    const { call } = app.person()
    await Promise.all([
      call('PATCH', '/v1/settings', { zone: 'Europe/Berlin' }),
      call('PATCH', '/v1/settings', { weekStart: 7 }),
    ])
    expect((await call('GET', '/v1/settings')).body).toEqual({ zone: 'Europe/Berlin', weekStart: 7 })
  })

  test.each([
    ['zone', 'Mars/Olympus'],
    ['zone', '+02:00'],
    ['zone', ''],
    ['zone', 'IST'],
    ['zone', 5],
    ['weekStart', 0],
    ['weekStart', 8],
    ['weekStart', 1.5],
    ['weekStart', '1'],
    ['weekStart', null],
  ])('%s: %j is refused', async (field, value) => {
    const { call, userId } = app.person()
    expect(await call('PATCH', '/v1/settings', { [field]: value })).toMatchObject({
      status: 400,
      body: { code: 'request.invalid', fields: [{ path: field }] },
    })
    expect(await app.headSeq(userId)).toBe(0)
  })

  test('reports follow them unless told otherwise', async () => {
    const { call } = app.person()
    await call('PATCH', '/v1/settings', { zone: 'Asia/Tehran', weekStart: 6 })
    const report = async (query: string) =>
      (await call('GET', `/v1/reports/summary?from=2026-03-02&to=2026-03-16&by=week${query}`)).body
    expect(await report('')).toMatchObject({
      zone: 'Asia/Tehran',
      weekStart: 6,
      groups: [{ key: '2026-02-28' }, { key: '2026-03-07' }, { key: '2026-03-14' }],
    })
    expect(await report('&zone=UTC&weekStart=1')).toMatchObject({
      zone: 'UTC',
      weekStart: 1,
      groups: [{ name: '2026-W10' }, { name: '2026-W11' }],
    })
  })
})
