import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { startOfDay } from './calendar.ts'
import type { Tracked } from './plans/reports.ts'
import type { TrackedSpans } from './totals.ts'
import type { StoredWeeklyGoal } from './weekly-goals.ts'
import { stretchesOf, weeklyGoalsOf } from './weekly-goals.ts'

const hour = 3600
const settings = { zone: null, weekStart: 1 }
const aGoal = (given: Partial<StoredWeeklyGoal> = {}): StoredWeeklyGoal => ({
  id: 'goal',
  title: 'write',
  weekStart: '2026-03-02',
  targetSeconds: 10 * hour,
  labelId: null,
  label: null,
  goalId: null,
  goal: null,
  createdAt: 0,
  updatedAt: 0,
  ...given,
})
const spans = (given: Partial<TrackedSpans>): TrackedSpans => ({
  taskId: null,
  projectId: null,
  labelIds: [],
  spans: [],
  ...given,
})
const at = (text: string) => Date.parse(text) / 1000

type Counted = Pick<Tracked, 'own' | 'inherited' | 'labelNames'>
const nothing: Counted = { own: [], inherited: new Map(), labelNames: new Map() }
const goalsOf = (goals: readonly StoredWeeklyGoal[], counted: Partial<Counted>, zone = 'UTC') =>
  weeklyGoalsOf(goals, {
    read: async () => ({ ...nothing, ...counted }),
    zone,
    settings,
    nowMs: at('2026-03-05T12:00:00Z') * 1000,
  })
const secondsOf = async (goal: Partial<StoredWeeklyGoal>, counted: Partial<Counted>, zone?: string) =>
  (await goalsOf([aGoal(goal)], counted, zone))[0]!.trackedSeconds

describe('what a weekly goal counts (D15)', () => {
  const overlapping = [at('2026-03-02T09:00:00Z'), at('2026-03-02T11:00:00Z'), at('2026-03-02T10:00:00Z')]
  const own = [
    spans({ labelIds: ['deep'], spans: [...overlapping, at('2026-03-02T12:00:00Z')] }),
    spans({ taskId: 'task', spans: [at('2026-03-03T09:00:00Z'), at('2026-03-03T10:00:00Z')] }),
    spans({ projectId: 'project', spans: [at('2026-03-04T09:00:00Z'), at('2026-03-04T10:00:00Z')] }),
    spans({ spans: [at('2026-03-05T09:00:00Z'), at('2026-03-05T09:30:00Z')] }),
  ]
  const inherited = new Map([
    ['task', ['deep']],
    ['project', ['deep', 'other']],
  ])
  const labelNames = new Map([
    ['deep', 'deep'],
    ['other', 'other'],
  ])

  test('its label on the entry, its task and its project (D6), each moment once', async () => {
    const counted = { own, inherited, labelNames }
    expect(await secondsOf({ labelId: 'deep' }, counted)).toBe(5 * hour)
    expect(await secondsOf({ labelId: 'other' }, counted)).toBe(hour)
    expect(await secondsOf({ labelId: null }, counted)).toBe(5.5 * hour)
  })

  test('a label in the trash is on nothing', async () => {
    expect(
      await secondsOf({ labelId: 'deep' }, { own, inherited, labelNames: new Map([['other', 'other']]) }),
    ).toBe(0)
  })

  test.each([
    [0, 'active'],
    [36_000 - 1, 'active'],
    [36_000, 'completed'],
    [40_000, 'completed'],
  ])('%d seconds of ten hours are %s', async (seconds, status) => {
    const start = at('2026-03-02T00:00:00Z')
    expect(await goalsOf([aGoal()], { own: [spans({ spans: [start, start + seconds] })] })).toMatchObject([
      { trackedSeconds: seconds, status },
    ])
  })
})

describe('its week', () => {
  const always = { own: [spans({ spans: [0, at('2030-01-01T00:00:00Z')] })] }

  test.each([
    ['2026-03-02', 'Europe/Berlin', 168],
    ['2026-03-23', 'Europe/Berlin', 167], // 29 March: 2:00 becomes 3:00
    ['2026-10-19', 'Europe/Berlin', 169], // 25 October: 3:00 becomes 2:00
    ['2026-04-05', 'Australia/Lord_Howe', 168.5], // a clock that moves by half an hour
    ['2011-12-26', 'Pacific/Apia', 144], // 30 December was left out
  ])('from %s has, in %s, %d hours (D8)', async (weekStart, zone, hours) => {
    expect(await secondsOf({ weekStart }, always, zone)).toBe(hours * hour)
  })

  test('begins and ends where the days of the zone do (D7)', async () => {
    for (const zone of ['Pacific/Kiritimati', 'America/Los_Angeles', 'Asia/Tehran']) {
      const [start, end] = [startOfDay('2026-03-02', zone), startOfDay('2026-03-09', zone)]
      const own = [spans({ spans: [start - 50, start + 7, end - 5, end + 50] })]
      expect(await secondsOf({}, { own }, zone)).toBe(12)
    }
  })

  test('the zone of the settings holds unless one is asked for', async () => {
    const start = startOfDay('2026-03-02', 'Asia/Tokyo')
    const reading = {
      read: async () => ({ ...nothing, own: [spans({ spans: [start, start + hour] })] }),
      settings: { zone: 'Asia/Tokyo', weekStart: 1 },
      nowMs: 0,
    }
    const [there] = await weeklyGoalsOf([aGoal()], { ...reading, zone: undefined })
    const [utc] = await weeklyGoalsOf([aGoal()], { ...reading, zone: 'UTC' })
    expect([there!.trackedSeconds, utc!.trackedSeconds]).toEqual([hour, 0])
  })
})

describe('what is read', () => {
  test('weeks close to each other are read at once', async () => {
    const read: string[] = []
    const goals = ['2026-03-09', '2020-01-06', '2026-03-02', '2026-03-02'].map((weekStart) =>
      aGoal({ weekStart }),
    )
    await weeklyGoalsOf(goals, {
      read: async ({ from, to }) => {
        read.push(`${from} ${to}`)
        return nothing
      },
      zone: 'UTC',
      settings,
      nowMs: 0,
    })
    expect(read).toEqual(['2020-01-06 2020-01-13', '2026-03-02 2026-03-16'])
  })

  test('every week is wholly in exactly one stretch', () => {
    const week = fc
      .integer({ min: 0, max: 1000 })
      .map((weeks) => Temporal.PlainDate.from('1999-12-26').add({ weeks }).toString())
    fc.assert(
      fc.property(fc.array(week, { maxLength: 30 }), (weekStarts) => {
        const stretches = stretchesOf(weekStarts)
        for (const weekStart of weekStarts) {
          const holding = stretches.filter(({ weeks }) => weeks.has(weekStart))
          expect(holding).toHaveLength(1)
          expect(holding[0]!.from <= weekStart).toBe(true)
          expect(Temporal.PlainDate.from(weekStart).add({ days: 7 }).toString() <= holding[0]!.to).toBe(true)
        }
      }),
    )
  })

  test('the last week that there is', async () => {
    expect(await goalsOf([aGoal({ weekStart: '9999-12-27' })], {})).toMatchObject([{ trackedSeconds: 0 }])
  })
})
