import { defaultSettings } from '@goalixa/domain/default-settings'
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
    expect((await call('GET', '/v1/settings')).body).toEqual(defaultSettings)
    expect((await call('PATCH', '/v1/settings', { zone: 'Asia/Tehran' })).body).toEqual({
      ...defaultSettings,
      zone: 'Asia/Tehran',
      weekStart: 1,
    })
    expect((await call('PATCH', '/v1/settings', { weekStart: 6 })).body).toEqual({
      ...defaultSettings,
      zone: 'Asia/Tehran',
      weekStart: 6,
    })
    expect((await call('PATCH', '/v1/settings', { zone: null })).body).toEqual({
      ...defaultSettings,
      weekStart: 6,
    })
    expect((await call('GET', '/v1/settings')).body).toEqual({
      ...defaultSettings,
      weekStart: 6,
    })
    expect(await app.headSeq(userId)).toBe(3)
    expect((await app.person().call('GET', '/v1/settings')).body).toEqual(defaultSettings)
  })

  test('two that are changed at once both stay', async () => {
    const { call } = app.person()
    await Promise.all([
      call('PATCH', '/v1/settings', { zone: 'Europe/Berlin' }),
      call('PATCH', '/v1/settings', { weekStart: 7 }),
    ])
    expect((await call('GET', '/v1/settings')).body).toMatchObject({ zone: 'Europe/Berlin', weekStart: 7 })
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
    ['language', 'de'],
    ['language', 'EN'],
    ['rounding', '15m:up'],
    ['idleThresholdSeconds', 59],
    ['idleThresholdSeconds', null],
    ['pomodoro', null],
    ['overlap', 'cut'],
  ])('%s: %j is refused', async (field, value) => {
    const { call, userId } = app.person()
    expect(await call('PATCH', '/v1/settings', { [field]: value })).toMatchObject({
      status: 400,
      body: { code: 'request.invalid', fields: [{ path: field }] },
    })
    expect(await app.headSeq(userId)).toBe(0)
  })

  test.each([
    ['rounding.seconds', { rounding: { seconds: 0, mode: 'up' } }],
    ['rounding.seconds', { rounding: { seconds: 86_401, mode: 'up' } }],
    ['rounding.mode', { rounding: { seconds: 900, mode: 'sideways' } }],
    ['rounding.mode', { rounding: { seconds: 900 } }],
    ['pomodoro.workSeconds', { pomodoro: { workSeconds: 0 } }],
    ['pomodoro.longBreakEvery', { pomodoro: { longBreakEvery: 1.5 } }],
    ['pomodoro.snacks', { pomodoro: { snacks: 3 } }],
  ])('%s of %j is refused', async (path, patch) => {
    const { call, userId } = app.person()
    expect(await call('PATCH', '/v1/settings', patch)).toMatchObject({
      status: 400,
      body: { code: 'request.invalid', fields: [{ path }] },
    })
    expect(await app.headSeq(userId)).toBe(0)
  })

  test('language, rounding, idle threshold and pomodoro are kept; parts of pomodoro that are left out stay', async () => {
    const { call } = app.person()
    const rounding = { seconds: 900, mode: 'up' }
    await call('PATCH', '/v1/settings', { language: 'fa', rounding, idleThresholdSeconds: 600 })
    await call('PATCH', '/v1/settings', { pomodoro: { workSeconds: 3000, longBreakEvery: 2 } })
    await call('PATCH', '/v1/settings', { pomodoro: { shortBreakSeconds: 600 } })
    const pomodoro = { workSeconds: 3000, shortBreakSeconds: 600, longBreakSeconds: 900, longBreakEvery: 2 }
    const kept = { language: 'fa', rounding, idleThresholdSeconds: 600, pomodoro }
    expect((await call('GET', '/v1/settings')).body).toMatchObject(kept)
    expect((await call('PATCH', '/v1/settings', { language: null, rounding: null })).body).toMatchObject({
      ...kept,
      language: null,
      rounding: null,
    })
  })

  test('D18: the overlap policy is kept, is what a write says nothing about, and can be taken away', async () => {
    const { call } = app.person()
    const log = (more = {}) =>
      call('POST', '/v1/time-entries', {
        start: '2026-03-02T09:00:00Z',
        end: '2026-03-02T10:00:00Z',
        ...more,
      })
    expect((await call('GET', '/v1/settings')).body.overlap).toBeNull()
    const { id } = (await log()).body
    expect((await call('PATCH', '/v1/settings', { overlap: 'forbid' })).body.overlap).toBe('forbid')
    expect((await log()).body.code).toBe('time_entries.overlap')
    expect((await log({ overlap: 'allow' })).status).toBe(201)
    expect((await call('PATCH', `/v1/time-entries/${id}`, { description: 'words' })).status).toBe(200)
    await call('PATCH', '/v1/settings', { overlap: null })
    expect((await log()).status).toBe(201)
  })

  test('rounding is for display: the totals of a report stay exact', async () => {
    const { call } = app.person()
    await call('POST', '/v1/time-entries', { start: '2026-03-02T09:00:00Z', end: '2026-03-02T09:00:07Z' })
    await call('PATCH', '/v1/settings', { rounding: { seconds: 3600, mode: 'up' } })
    const { body } = await call('GET', '/v1/reports/summary?from=2026-03-02&to=2026-03-03&zone=UTC')
    expect(body).toMatchObject({ totals: { attributedSeconds: 7 }, groups: [{ seconds: 7 }] })
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
