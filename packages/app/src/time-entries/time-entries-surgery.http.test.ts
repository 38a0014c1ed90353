import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person, TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'

const now = Date.parse('2026-03-02T17:00:00Z')
let app: TestApp
beforeAll(async () => {
  app = await startTestApp(() => now)
})
afterAll(() => app.close())

const at = (time: string) => `2026-03-02T${time}:00Z`
const log = async (person: Person, description: string, from: string, to: string | null, more: object = {}) =>
  (
    await person.call('POST', '/v1/time-entries', {
      description,
      start: at(from),
      end: to === null ? null : at(to),
      ...more,
    })
  ).body.id as string

/** What there is, earliest first: `08:00–09:30 text`. */
async function day(person: Person): Promise<string[]> {
  const { body } = await person.call('GET', '/v1/time-entries')
  const entries = body.items as { start: string; end: string | null; description: string }[]
  const time = (instant: string | null) => instant?.slice(11, 16) ?? ''
  return entries.map(({ start, end, description }) => `${time(start)}–${time(end)} ${description}`).toSorted()
}
const totals = async (person: Person) =>
  (await person.call('GET', '/v1/reports/summary?from=2026-03-02&to=2026-03-03&by=label&zone=UTC')).body

const all = { labels: ['deep'], project: 'Thesis', zone: 'Asia/Tehran', billable: true }
const surgery = (id: string, verb: string) => `/v1/time-entries/${id}/${verb}`

describe('surgery on time entries (E6)', () => {
  test('a split changes no total, whichever way a report groups', async () => {
    const person = app.person()
    const id = await log(person, 'long', '08:00', '12:00', all)
    await log(person, 'beside', '09:00', '10:00')
    const before = await totals(person)
    const split = await person.call('POST', surgery(id, 'split'), { ratio: [1, 2, 1] })
    expect(split).toMatchObject({ status: 200 })
    const said = {
      description: 'long',
      labels: ['deep'],
      project: 'Thesis',
      zone: 'Asia/Tehran',
      billable: true,
    }
    expect(split.body.items).toMatchObject([
      { id, start: at('08:00'), end: at('09:00'), ...said },
      { start: at('09:00'), end: at('11:00'), ...said },
      { start: at('11:00'), end: at('12:00'), ...said },
    ])
    expect(await totals(person)).toEqual(before)
  })

  test('is one change, done once however often it is sent', async () => {
    const person = app.person()
    const id = await log(person, 'long', '08:00', '12:00', all)
    const before = await app.allRows(person.userId)
    const once = { 'idempotency-key': `split-${id}` }
    const body = { at: [at('10:00')] }
    const first = await person.call('POST', surgery(id, 'split'), body, once)
    const second = await person.call('POST', surgery(id, 'split'), body, once)
    expect(second.body).toEqual(first.body)
    expect(await day(person)).toEqual(['08:00–10:00 long', '10:00–12:00 long'])
    const after = await app.allRows(person.userId)
    expect(after['operations']!.length - before['operations']!.length).toBe(1)
  })

  test('a join gives back what a split made, and fills gaps only when told to', async () => {
    const person = app.person()
    const first = await log(person, 'one', '08:00', '09:00', all)
    const second = await log(person, 'two', '10:00', '11:00', { labels: ['wide'] })
    const join = { ids: [second, first] }
    expect(await person.call('POST', '/v1/time-entries/join', join)).toMatchObject({
      status: 409,
      body: { code: 'time_entries.gap' },
    })
    const joined = await person.call('POST', '/v1/time-entries/join', { ...join, fillGaps: true })
    expect(joined).toMatchObject({
      status: 200,
      body: {
        id: first,
        start: at('08:00'),
        end: at('11:00'),
        ...all,
        labels: ['deep', 'wide'],
        description: 'one',
        removed: [second],
        filledSeconds: 3600,
        overlapSeconds: 0,
      },
    })
    expect(await day(person)).toEqual(['08:00–11:00 one'])
  })

  test('a timer that is joined or split keeps running, alone', async () => {
    const person = app.person()
    const before = await log(person, 'before', '14:00', '15:00')
    const running = await log(person, 'runs', '15:00', null)
    await person.call('POST', surgery(running, 'split'), { break: { start: at('16:00'), end: at('16:30') } })
    expect(await day(person)).toEqual(['14:00–15:00 before', '15:00–16:00 runs', '16:30– runs'])
    const ids = [before, running]
    expect(await person.call('POST', '/v1/time-entries/join', { ids, fillGaps: true })).toMatchObject({
      status: 200,
      body: { id: running, end: null, description: 'before' },
    })
    expect((await person.call('GET', '/v1/timer')).body.running).toMatchObject({
      id: running,
      start: at('14:00'),
    })
  })

  test('move, resize and fill answer the entry as it is then', async () => {
    const person = app.person()
    await log(person, 'first', '08:00', '09:00')
    const id = await log(person, 'it', '10:00', '11:00')
    const call = async (verb: string, body: object) => {
      const answer = await person.call('POST', surgery(id, verb), body)
      return answer.status === 200
        ? [answer.body.start.slice(11, 16), answer.body.end.slice(11, 16)]
        : answer.body.code
    }
    expect(await call('move', { start: at('12:00') })).toEqual(['12:00', '13:00'])
    expect(await call('move', { start: at('08:30'), overlap: 'forbid' })).toBe('time_entries.overlap')
    expect(await call('resize', { bySeconds: -1800 })).toEqual(['12:00', '12:30'])
    expect(await call('resize', { durationSeconds: 3600, edge: 'start' })).toEqual(['11:30', '12:30'])
    expect(await call('resize', { bySeconds: -3601 })).toBe('time_entries.too_short')
    expect(await call('fill', { zone: 'UTC' })).toEqual(['09:00', '12:30'])
    expect(await call('fill', {})).toBe('time_entries.nothing_to_fill')
    expect(await call('resize', { bySeconds: 1, durationSeconds: 1 })).toBe('request.invalid')
    expect(await call('split', { at: [at('09:00')] })).toBe('time_entries.outside')
    expect(await call('split', {})).toBe('request.invalid')
  })

  test('gaps are found between the entries of a person, and of no other', async () => {
    const person = app.person()
    await log(app.person(), 'of another', '09:00', '10:00')
    await log(person, 'first', '08:00', '09:00')
    await log(person, 'last', '10:00', '11:00')
    const gaps = async (query: string) =>
      (await person.call('GET', `/v1/time-entries/gaps?from=2026-03-02&to=2026-03-03&${query}`)).body
    expect(await gaps('zone=UTC')).toEqual({
      from: '2026-03-02',
      to: '2026-03-03',
      zone: 'UTC',
      totalSeconds: 3600,
      items: [{ date: '2026-03-02', start: at('09:00'), end: at('10:00'), durationSeconds: 3600 }],
    })
    const hours = await gaps('hoursFrom=07:30&hoursTo=24:00&minSeconds=1801&zone=UTC')
    // What is still to come is no gap.
    expect(hours.items.map(({ start, end }: { start: string; end: string }) => [start, end])).toEqual([
      [at('09:00'), at('10:00')],
      [at('11:00'), at('17:00')],
    ])
    for (const bad of [
      'hoursFrom=07:30',
      'hoursFrom=09:00&hoursTo=08:00',
      'hoursFrom=9&hoursTo=10',
      'minSeconds=0',
    ])
      expect(await gaps(bad)).toMatchObject({ code: 'request.invalid' })
  })

  test('entries of another person are not there', async () => {
    const id = await log(app.person(), 'theirs', '08:00', '09:00')
    const person = app.person()
    const own = await log(person, 'mine', '09:00', '10:00')
    for (const [verb, body] of [
      ['split', { ratio: [1, 1] }],
      ['move', { start: at('09:00') }],
      ['resize', { bySeconds: 1 }],
      ['fill', {}],
    ] as const)
      expect(await person.call('POST', surgery(id, verb), body)).toMatchObject({ status: 404 })
    expect(await person.call('POST', '/v1/time-entries/join', { ids: [own, id] })).toMatchObject({
      status: 404,
    })
    expect(await person.call('PATCH', '/v1/time-entries/join', {})).toMatchObject({ status: 405 })
  })
})
