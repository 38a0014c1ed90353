import { AppError } from '@goalixa/contracts/errors'
import * as fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { validate, version } from 'uuid'
import { describe, expect, test } from 'vitest'
import { startOfDay } from '../calendar.ts'
import { readTimewarrior } from './timewarrior.ts'

const fixture = (name: string) =>
  readFileSync(new URL(`../../../../e2e/fixtures/timewarrior/${name}`, import.meta.url), 'utf8')
const file = fixture('export.json')
const options = { userId: '0198c0de-0000-7000-8000-000000000001', zone: 'Europe/Berlin', partial: false }
const partial = { ...options, partial: true }
const row = (fields: object) => ({ start: '20260302T090000Z', end: '20260302T100000Z', ...fields })
const readAll = (...rows: unknown[]) =>
  readTimewarrior(`[\n${rows.map((one) => JSON.stringify(one)).join(',\n')}\n]`, options)
const seconds = (text: string) => Date.parse(text) / 1000

describe('6,000 intervals of the real tool', () => {
  const plan = readTimewarrior(file, options)

  test('every one is read, and nothing else', () => {
    expect(plan).toMatchObject({ rows: 6000, tasks: [], skipped: [], notes: [], ignoredFields: {} })
    expect(plan.timeEntries).toHaveLength(6000)
    expect(plan.timeEntries.map(({ line }) => line)).toEqual(
      Array.from({ length: 6000 }, (_, index) => index + 2),
    )
  })

  test('an entry has everything its interval says', () => {
    expect(plan.timeEntries[1]).toEqual({
      line: 3,
      id: expect.any(String),
      description: 'call with Ана',
      labels: ['deep work', 'meeting'],
      project: null,
      start: seconds('2023-01-02T07:59:11Z'),
      end: seconds('2023-01-02T08:09:21Z'),
      zone: 'Europe/Berlin',
    })
    expect(plan.timeEntries[2]).toMatchObject({ description: '', labels: [] })
    expect(plan.timeEntries[11]).toMatchObject({
      description: 'emoji ✅ done',
      labels: ['"quoted"', 'travel'],
    })
  })

  test('each label is on as many entries as its tag is on intervals', () => {
    const counts: Record<string, number> = {}
    for (const label of plan.timeEntries.flatMap(({ labels }) => labels))
      counts[label] = (counts[label] ?? 0) + 1
    expect(counts).toEqual({
      '#urgent': 695,
      'R&D': 691,
      ops: 661,
      'deep work': 657,
      reading: 651,
      review: 650,
      meeting: 649,
      گزارش: 643,
      'goal:thesis': 640,
      email: 638,
      travel: 627,
      '"quoted"': 626,
      'client: Åkermann & Söhne': 624,
      café: 623,
    })
    expect(plan.timeEntries.filter(({ labels }) => labels.length === 0)).toHaveLength(6000 - 5042)
    expect(plan.timeEntries.filter(({ description }) => description === 'line with # hash')).toHaveLength(628)
  })

  test('the time adds up to what the tool itself prints', () => {
    const totals = JSON.parse(fixture('totals.json'))
    const between = (from: string, to: string, label?: string) => {
      const [begin, until] = [startOfDay(from, options.zone), startOfDay(to, options.zone)]
      return plan.timeEntries
        .filter(({ labels }) => label === undefined || labels.includes(label))
        .reduce(
          (sum, { start, end }) => sum + Math.max(0, Math.min(end ?? until, until) - Math.max(start, begin)),
          0,
        )
    }
    expect(totals.months.length).toBeGreaterThan(40)
    for (const { from, to, seconds: expected } of totals.months)
      expect(between(from, to), from).toBe(expected)
    for (const { tag, from, to, seconds: expected } of totals.tags)
      expect(between(from, to, tag), tag).toBe(expected)
  })

  test('ids are distinct, and the same whenever and however the file is read again (D19)', () => {
    const ids = plan.timeEntries.map(({ id }) => id)
    expect(new Set(ids).size).toBe(6000)
    expect(ids.every((id) => validate(id) && version(id) === 5)).toBe(true)
    const again = readTimewarrior(JSON.stringify(JSON.parse(file), null, 2), { ...options, zone: 'UTC' })
    expect(again.timeEntries.map(({ id }) => id)).toEqual(ids)
    const other = readTimewarrior(file, { ...options, userId: '0198c0de-0000-7000-8000-000000000002' })
    expect(other.timeEntries.some(({ id }, index) => id === ids[index])).toBe(false)
  })

  test('an id stays what it was in the first release', () => {
    expect(plan.timeEntries[0]?.id).toBe('10c69565-4e0b-5e4b-bbd7-5253c3c06b17')
  })

  test('cut anywhere it is refused, and with partial no row is lost in silence', () => {
    const lineEnds = [...file.matchAll(/\}(?=,?\n)/g)].map(({ index }) => index + 1)
    for (let sample = 1; sample <= 25; sample++) {
      const length = 2 + Math.floor((sample * (file.length - 6)) / 26)
      const text = file.slice(0, length)
      expect(() => readTimewarrior(text, options)).toThrow(
        /^line \d+: the file breaks off.*nothing was imported$/,
      )
      const read = readTimewarrior(text, partial)
      expect(read.timeEntries).toEqual(
        plan.timeEntries.slice(0, lineEnds.filter((end) => end <= length).length),
      )
      expect(read.skipped).toEqual([
        { line: expect.any(Number), message: expect.stringContaining('breaks off'), unreadable: true },
      ])
      expect(read.rows).toBe(read.timeEntries.length + 1)
    }
  })

  test('a row broken in the middle costs that row alone', () => {
    const lines = file.split('\n')
    lines[2999] = lines[2999]!.replace('"end":"', '"end":')
    const read = readTimewarrior(lines.join('\n'), options)
    expect(read.rows).toBe(6000)
    expect(read.skipped).toEqual([{ line: 3000, message: 'this row is not valid JSON', unreadable: true }])
    expect(read.timeEntries).toEqual(plan.timeEntries.filter(({ line }) => line !== 3000))
  })
})

describe('rows that are refused', () => {
  test.each<[unknown, string]>([
    [{}, '"start" is missing'],
    [{ end: '20260302T100000Z' }, '"start" is missing'],
    [
      row({ start: '20260230T090000Z' }),
      '"start" is not a date that exists, as in 20260302T090000Z: "20260230T090000Z"',
    ],
    [row({ start: '20260302T250000Z' }), '"start" is not a date'],
    [row({ start: '2026-03-02T09:00:00Z' }), '"start" is not a date'],
    [row({ start: 20260302 }), '"start" is not a date that exists, as in 20260302T090000Z: 20260302'],
    [row({ start: null }), '"start" is not a date'],
    [row({ end: '20260231T000000Z' }), '"end" is not a date'],
    [row({ end: null }), '"end" is not a date'],
    [
      row({ end: '20260302T085959Z' }),
      'it ends at 2026-03-02T08:59:59Z, before it starts at 2026-03-02T09:00:00Z',
    ],
    [row({ tags: 'a' }), '"tags" is not a list of texts: "a"'],
    [row({ tags: { a: 1 } }), '"tags" is not a list of texts: an object'],
    [row({ tags: null }), '"tags" is not a list of texts: null'],
    [row({ tags: ['a', 1] }), '"tags" holds something that is not a text: 1'],
    [row({ tags: ['x'.repeat(201)] }), `one of "tags" is longer than 200 characters: "${'x'.repeat(60)}"…`],
    [row({ tags: ['two\nlines'] }), 'one of "tags" is not one line'],
    [row({ tags: ['nul\0'] }), 'one of "tags" holds characters that cannot be stored'],
    [
      row({ tags: Array.from({ length: 51 }, (_, index) => `t${index}`) }),
      '"tags" holds more than 50 names: 51',
    ],
    [row({ annotation: 5 }), '"annotation" is not a text: 5'],
    [row({ annotation: ['a'] }), '"annotation" is not a text: a list'],
    [row({ annotation: 'x'.repeat(10_001) }), '"annotation" is longer than 10000 characters'],
    [row({ annotation: '\ud800' }), '"annotation" holds characters that cannot be stored'],
    ['text', 'this row is not an object: "text"'],
    [null, 'this row is not an object: null'],
    [[], 'this row is not an object: a list'],
  ])('%j', (broken, message) => {
    const good = row({ start: '20260301T000000Z' })
    const plan = readAll(good, broken, good)
    expect(plan.rows).toBe(3)
    expect(plan.timeEntries.map(({ line }) => line)).toEqual([2, 4])
    expect(plan.skipped).toEqual([{ line: 3, message: expect.stringContaining(message), unreadable: true }])
  })
})

describe('what is kept, and how', () => {
  test('the longest texts, an interval without length, an empty file', () => {
    const { timeEntries } = readAll(
      row({ end: '20260302T090000Z', tags: ['x'.repeat(200)], annotation: 'y'.repeat(10_000) }),
    )
    expect(timeEntries[0]?.end).toBe(timeEntries[0]?.start)
    expect(readTimewarrior('[]', options)).toEqual({
      rows: 0,
      timeEntries: [],
      tasks: [],
      skipped: [],
      notes: [],
      ignoredFields: {},
    })
  })

  test('tags are trimmed, in one Unicode form, without repetition', () => {
    const { timeEntries } = readAll(row({ tags: [' café', 'cafe\u0301 ', '', ' ', 'a', 'a'] }))
    expect(timeEntries[0]?.labels).toEqual(['café', 'a'])
  })

  test('fields that are not read are counted, whatever their name', () => {
    const text =
      '[\n{"id":1,"start":"20260302T090000Z","end":"20260302T090001Z","__proto__":1,"colour":2},\n{"colour":3}\n]'
    const { ignoredFields, timeEntries, skipped } = readTimewarrior(text, options)
    expect(Object.entries(ignoredFields)).toEqual([
      ['__proto__', 1],
      ['colour', 2],
    ])
    expect([timeEntries.length, skipped.length]).toEqual([1, 1])
  })

  test('an open interval runs; of several the latest does, and the others are named', () => {
    expect(readAll(row({}), row({ end: undefined })).timeEntries.map(({ end }) => end)).toEqual([
      seconds('2026-03-02T10:00:00Z'),
      null,
    ])
    const open = (day: string) => ({ start: `202603${day}T090000Z` })
    const plan = readAll(open('02'), open('05'), row({}), open('04'))
    expect(plan.timeEntries.map(({ line }) => line)).toEqual([3, 4])
    const message =
      'it starts at 2026-03-04T09:00:00Z and has no end; only one timer can run, the one on line 3'
    expect(plan.skipped).toEqual([
      { line: 2, message: expect.stringContaining('2026-03-02T09:00:00Z'), unreadable: false },
      { line: 5, message, unreadable: false },
    ])
    expect(plan.rows).toBe(4)
    expect(readTimewarrior(JSON.stringify([open('02'), open('05')]), options)).toMatchObject({
      timeEntries: [{ end: null }],
      skipped: [{ line: 1 }],
    })
  })

  test('intervals that start together have ids of their own, which a refused row among them does not move', () => {
    const rows = [row({}), row({ annotation: 7 }), row({ annotation: 'third' })]
    const broken = readAll(...rows).timeEntries
    const mended = readAll(rows[0], row({ annotation: 'seven' }), rows[2]).timeEntries
    expect(new Set(mended.map(({ id }) => id)).size).toBe(3)
    expect(broken.map(({ id }) => id)).toEqual([mended[0]?.id, mended[2]?.id])
  })

  test('an id hangs on the start, not on what else can change', () => {
    const [before] = readAll(row({})).timeEntries
    const [after] = readAll(row({ end: '20260302T120000Z', tags: ['new'], annotation: 'new' })).timeEntries
    expect(after?.id).toBe(before?.id)
  })
})

test('any JSON array is read: each row is an entry or skipped', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('20260302T090000Z', '20260301T090000Z'))
  const interval = fc.record(
    { start: text, end: text, tags: fc.array(text), annotation: text },
    { requiredKeys: [] },
  )
  const anyRow = fc.oneof(
    fc.jsonValue(),
    interval,
    fc.dictionary(fc.constantFrom('start', 'end', 'tags', 'annotation'), fc.jsonValue()),
  )
  fc.assert(
    fc.property(fc.array(anyRow), fc.integer({ min: 0 }), (rows, cut) => {
      const json = JSON.stringify(rows)
      const plan = readTimewarrior(json, options)
      expect(plan.rows).toBe(rows.length)
      expect(plan.timeEntries.length + plan.skipped.length).toBe(rows.length)
      try {
        readTimewarrior(json.slice(0, cut % json.length), partial)
      } catch (error) {
        expect(error).toBeInstanceOf(AppError)
      }
    }),
  )
})
