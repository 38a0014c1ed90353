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
const log = (person: Person, description: string, from: string, to: string | null, more: object = {}) =>
  person.call('POST', '/v1/time-entries', {
    description,
    start: at(from),
    end: to === null ? null : at(to),
    ...more,
  })

/** What there is, earliest first: `08:00–09:30 text`. */
async function day(person: Person): Promise<string[]> {
  const { body } = await person.call('GET', '/v1/time-entries')
  const entries = body.items as { start: string; end: string | null; description: string }[]
  const time = (instant: string | null) => instant?.slice(11, 16) ?? ''
  return entries.map(({ start, end, description }) => `${time(start)}–${time(end)} ${description}`).toSorted()
}

async function busy(): Promise<Person> {
  const person = app.person()
  await log(person, 'long', '08:00', '12:00', { labels: ['deep'], project: 'Thesis', zone: 'Asia/Tehran' })
  await log(person, 'short', '12:30', '12:45')
  await log(person, 'runs', '15:00', null)
  return person
}
const untouched = ['08:00–12:00 long', '12:30–12:45 short', '15:00– runs']

describe('overlap policies (D18)', () => {
  test('unless said, and with allow, nothing gives way', async () => {
    const person = await busy()
    await log(person, 'new', '11:00', '13:00')
    await log(person, 'more', '11:00', '13:00', { overlap: 'allow' })
    expect(await day(person)).toEqual([
      '08:00–12:00 long',
      '11:00–13:00 more',
      '11:00–13:00 new',
      '12:30–12:45 short',
      '15:00– runs',
    ])
  })

  test('trim is one change, and one to take back', async () => {
    const person = await busy()
    const before = await app.allRows(person.userId)
    const created = await log(person, 'new', '11:00', '13:00', { overlap: 'trim' })
    expect(created).toMatchObject({ status: 201, body: { description: 'new' } })
    expect(created.body).not.toHaveProperty('overlap')
    expect(await day(person)).toEqual(['08:00–11:00 long', '11:00–13:00 new', '15:00– runs'])
    const after = await app.allRows(person.userId)
    expect(after['operations']!.length - before['operations']!.length).toBe(1)
  })

  test('split keeps both parts, with all that they say, and the timer running', async () => {
    const person = await busy()
    await log(person, 'new', '09:00', '10:00', { overlap: 'split' })
    await log(person, 'call', '15:30', '15:45', { overlap: 'split' })
    expect(await day(person)).toEqual([
      '08:00–09:00 long',
      '09:00–10:00 new',
      '10:00–12:00 long',
      '12:30–12:45 short',
      '15:00–15:30 runs',
      '15:30–15:45 call',
      '15:45– runs',
    ])
    const { body } = await person.call('GET', `/v1/time-entries?label=deep&project=Thesis`)
    expect(body.items).toMatchObject([
      { start: at('10:00'), zone: 'Asia/Tehran' },
      { start: at('08:00'), zone: 'Asia/Tehran' },
    ])
  })

  test('forbid, and trim of what reaches beyond both ends, refuse and name what is in the way', async () => {
    const person = await busy()
    const refused = { status: 409, body: { code: 'time_entries.overlap' } }
    const answer = await log(person, 'new', '11:00', '13:00', { overlap: 'forbid' })
    expect(answer).toMatchObject(refused)
    expect(answer.body.detail).toMatch(
      /^it overlaps "long", 2026-03-02T08:00:00Z – 2026-03-02T12:00:00Z \(.{6}\); "short", /,
    )
    expect(answer.body.fields).toHaveLength(2)
    expect(await log(person, 'new', '09:00', '10:00', { overlap: 'trim' })).toMatchObject(refused)
    expect(await log(person, 'new', '12:00', '12:30', { overlap: 'forbid' })).toMatchObject({ status: 201 })
    expect(await day(person)).toEqual(['08:00–12:00 long', '12:00–12:30 new', ...untouched.slice(1)])
  })

  test('an entry that moves has others give way, and is not in its own', async () => {
    const person = await busy()
    const { body } = await log(person, 'new', '13:00', '14:00')
    const path = `/v1/time-entries/${body.id}`
    const move = { start: at('12:40'), end: at('13:30') }
    expect(await person.call('PATCH', path, { ...move, overlap: 'forbid' })).toMatchObject({ status: 409 })
    expect(await person.call('PATCH', path, { ...move, overlap: 'trim' })).toMatchObject({ status: 200 })
    expect(await person.call('PATCH', path, { overlap: 'forbid' })).toMatchObject({ status: 200 })
    expect(await day(person)).toEqual([
      '08:00–12:00 long',
      '12:30–12:40 short',
      '12:40–13:30 new',
      '15:00– runs',
    ])
  })

  test('another person is never in the way', async () => {
    await busy()
    const other = app.person()
    expect(await log(other, 'new', '08:00', '16:00', { overlap: 'forbid' })).toMatchObject({ status: 201 })
  })

  test('no other policy is known', async () => {
    expect(await log(app.person(), 'new', '08:00', '09:00', { overlap: 'merge' })).toMatchObject({
      status: 400,
      body: { code: 'request.invalid', fields: [{ path: 'overlap' }] },
    })
  })
})
