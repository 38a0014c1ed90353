import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '@goalixa/service-kit/sql'
import type { Person, TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'

const now = () => Date.parse('2026-03-20T12:00:00Z')
let app: TestApp
beforeAll(async () => {
  app = await startTestApp(now)
})
afterAll(() => app.close())

/** As a calendar program asks: without any sign-in. */
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`http://127.0.0.1:${app.port}${path}`, { method, headers })

const feedOf = async ({ call }: Person, name = 'phone'): Promise<{ id: string; path: string }> => {
  const { status, body } = await call('POST', '/v1/calendar-feeds', { name })
  expect([status, body]).toEqual([
    201,
    { id: expect.any(String), name, createdAt: '2026-03-20T12:00:00Z', path: expect.any(String) },
  ])
  return body
}
const log = ({ call }: Person, day: string, description: string) =>
  call('POST', '/v1/time-entries', { start: `${day}T09:00:00Z`, end: `${day}T10:00:00Z`, description })

describe('a calendar feed', () => {
  test('is read without a sign-in: the entries of the last 90 days, of nobody else, and no running timer', async () => {
    const [me, you] = [app.person(), app.person()]
    await log(me, '2026-03-02', 'of mine')
    await log(me, '2025-11-02', 'long ago')
    await log(you, '2026-03-02', 'of yours')
    await me.call('POST', '/v1/timer/start', { description: 'runs', at: '2026-03-20T11:00:00Z' })
    const { path } = await feedOf(me)
    const answer = await ask(path, { accept: 'text/calendar' })
    const text = await answer.text()
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
      200,
      'text/calendar; charset=utf-8',
      'private, no-store',
    ])
    expect(text.match(/SUMMARY:.*/g)).toEqual(['SUMMARY:of mine'])
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
  })

  test('is not sent again until something has changed', async () => {
    const me = app.person()
    await log(me, '2026-03-02', 'first')
    const { path } = await feedOf(me)
    const etag = (await ask(path)).headers.get('etag')!
    // Without it, fetch says that it wants no answer from a cache.
    const asked = { 'if-none-match': etag, 'cache-control': 'max-age=0' }
    const again = await ask(path, asked)
    expect([again.status, await again.text()]).toEqual([304, ''])
    await log(me, '2026-03-03', 'second')
    const changed = await ask(path, asked)
    expect([changed.status, (await changed.text()).match(/BEGIN:VEVENT/g)?.length]).toEqual([200, 2])
  })

  test('works no more once it is revoked, and the others do', async () => {
    const me = app.person()
    const [phone, desk] = [await feedOf(me, 'phone'), await feedOf(me, 'desk')]
    expect((await me.call('DELETE', `/v1/calendar-feeds/${phone.id}`)).status).toBe(204)
    const gone = await ask(phone.path)
    expect([gone.status, await gone.json()]).toMatchObject([404, { code: 'calendar_feeds.not_found' }])
    expect(gone.headers.get('cache-control')).toContain('no-store')
    expect((await ask(desk.path)).status).toBe(200)
    const { items } = (await me.call('GET', '/v1/calendar-feeds')).body
    expect(items).toEqual([{ id: desk.id, name: 'desk', createdAt: '2026-03-20T12:00:00Z' }])
    expect((await me.call('DELETE', `/v1/calendar-feeds/${phone.id}`)).body.code).toBe(
      'calendar_feeds.not_found',
    )
  })

  test('of somebody else is nobody’s: neither listed nor revoked', async () => {
    const [me, you] = [app.person(), app.person()]
    const { id, path } = await feedOf(you)
    expect((await me.call('GET', '/v1/calendar-feeds')).body.items).toEqual([])
    expect((await me.call('DELETE', `/v1/calendar-feeds/${id}`)).status).toBe(404)
    expect((await ask(path)).status).toBe(200)
  })

  test('its secret is nowhere but in the address: not in the database, not in a list, and it opens nothing else', async () => {
    const me = app.person()
    const { path } = await feedOf(me)
    const token = path.split('/')[3]!
    expect(token).toMatch(/^glx_cal_[\w-]{43}$/)
    const kept = JSON.stringify([
      await app.allRows(me.userId),
      (await me.call('GET', '/v1/calendar-feeds')).body,
    ])
    expect(kept).not.toContain(token.slice(8))
    for (const other of ['/v1/time-entries', '/v1/settings', '/v1/export/ical', '/v1/calendar-feeds']) {
      const answer = await ask(other, { authorization: `Bearer ${token}` })
      expect([other, answer.status]).toEqual([other, 401])
    }
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
      expect([method, (await ask(path, {}, method)).status]).toEqual([method, 405])
  })

  test.each([
    'glx_cal_',
    `glx_cal_${'A'.repeat(43)}`,
    `glx_cal_${'A'.repeat(42)}`,
    `glx_pat_${'A'.repeat(43)}`,
    'x'.repeat(500),
    '%00',
    "'%20or%201=1",
  ])('there is none at %s', async (token) => {
    const answer = await ask(`/v1/calendar-feeds/${token}/calendar.ics`)
    expect([answer.status, (await answer.json()) as object]).toMatchObject([
      404,
      { code: 'calendar_feeds.not_found' },
    ])
  })

  test('a personal access token makes none, whatever it may do', async () => {
    const { userId } = app.person()
    const token = app.person({ userId, scopes: ['read', 'write'] })
    for (const [method, path] of [
      ['GET', '/v1/calendar-feeds'],
      ['POST', '/v1/calendar-feeds'],
    ] as const)
      expect((await token.call(method, path, method === 'GET' ? undefined : { name: 'x' })).body.code).toBe(
        'auth.session_required',
      )
  })

  test('there are at most 20', async () => {
    const me = app.person()
    for (let count = 0; count < 20; count++) await feedOf(me, `feed ${count}`)
    expect(await me.call('POST', '/v1/calendar-feeds', { name: 'more' })).toMatchObject({
      status: 409,
      body: { code: 'calendar_feeds.too_many' },
    })
    const counted = await app.database.row<{ count: string }>(
      sql`select count(*) from calendar_feeds where user_id = ${me.userId}`,
    )
    expect(Number(counted?.count)).toBe(20)
  })
})
