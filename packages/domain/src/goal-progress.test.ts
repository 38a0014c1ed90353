import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { GoalFacts } from './goal-progress.ts'
import { goalProgress } from './goal-progress.ts'

const hour = 3600
const open = { targetDate: null, doneAt: null }
const doneAt = (at: number) => ({ targetDate: null, doneAt: at })
const facts = (given: Partial<GoalFacts> = {}): GoalFacts => ({
  targetDate: null,
  targetSeconds: null,
  completedAt: null,
  subgoals: [],
  trackedSeconds: 0,
  trackedSinceCreation: 0,
  createdOn: '2026-03-02',
  today: '2026-03-05',
  ...given,
})

describe('progress and completion (D14)', () => {
  test.each<[what: string, given: Partial<GoalFacts>, progress: number, status: string, at: number | null]>([
    ['nothing to measure by', {}, 0, 'active', null],
    ['nothing to measure by, called done', { completedAt: 7 }, 1, 'completed', 7],
    ['a third of the subgoals', { subgoals: [doneAt(1), open, open] }, 0.3333, 'active', null],
    ['all subgoals, the last at 9', { subgoals: [doneAt(9), doneAt(4)] }, 1, 'completed', 9],
    [
      'subgoals count, not time',
      { subgoals: [open], targetSeconds: 10, trackedSeconds: 20 },
      0,
      'active',
      null,
    ],
    ['half the time', { targetSeconds: 2 * hour, trackedSeconds: hour }, 0.5, 'active', null],
    [
      'a second missing is not 100 %',
      { targetSeconds: 1e6, trackedSeconds: 999_999 },
      0.9999,
      'active',
      null,
    ],
    ['all the time', { targetSeconds: hour, trackedSeconds: hour }, 1, 'completed', null],
    ['more than all the time', { targetSeconds: hour, trackedSeconds: 9 * hour }, 1, 'completed', null],
    ['called done half way', { completedAt: 7, subgoals: [doneAt(1), open] }, 0.5, 'completed', 7],
  ])('%s', (_, given, progress, status, completedAt) => {
    expect(goalProgress(facts(given))).toMatchObject({ progress, status, completedAt })
  })

  test('is between 0 and 1, and 1 only for a goal that is completed', () => {
    const moment = fc.option(fc.nat(1000), { nil: null })
    const step = fc.record({ targetDate: fc.constant(null), doneAt: moment })
    fc.assert(
      fc.property(
        fc.array(step),
        moment,
        fc.nat(1e6),
        fc.option(fc.integer({ min: 1, max: 1e6 }), { nil: null }),
        (subgoals, completedAt, trackedSeconds, targetSeconds) => {
          const { progress, status } = goalProgress(
            facts({ subgoals, completedAt, trackedSeconds, targetSeconds }),
          )
          expect(progress).toBeGreaterThanOrEqual(0)
          expect(progress).toBeLessThanOrEqual(1)
          if (progress === 1) expect(status).toBe('completed')
        },
      ),
    )
  })
})

describe('pacing (E14)', () => {
  const timed = { targetSeconds: 10 * hour, trackedSeconds: 4 * hour, trackedSinceCreation: 3 * hour }
  test.each<[what: string, given: Partial<GoalFacts>, pacing: object | null, status: string]>([
    ['no date', timed, null, 'active'],
    [
      'today counts as a day',
      { ...timed, targetDate: '2026-03-05' },
      { daysLeft: 1, secondsLeft: 6 * hour, secondsPerDay: 6 * hour, trackedSecondsPerDay: hour },
      'at_risk',
    ],
    [
      'as fast as before will do',
      { ...timed, targetDate: '2026-03-10' },
      { daysLeft: 6, secondsPerDay: hour, trackedSecondsPerDay: hour },
      'active',
    ],
    ['a day less will not', { ...timed, targetDate: '2026-03-09' }, { secondsPerDay: 4320 }, 'at_risk'],
    [
      'a goal of today is too young to tell',
      { ...timed, createdOn: '2026-03-05', targetDate: '2026-03-06' },
      { daysLeft: 2, secondsPerDay: 3 * hour, trackedSecondsPerDay: null },
      'active',
    ],
    [
      'nor can one be told that another zone makes tomorrow',
      { ...timed, createdOn: '2026-03-06', targetDate: '2026-03-06' },
      { trackedSecondsPerDay: null },
      'active',
    ],
    [
      'past its date',
      { ...timed, targetDate: '2026-03-04' },
      { daysLeft: 0, secondsLeft: 6 * hour, secondsPerDay: null },
      'at_risk',
    ],
    [
      'without time to reach, days are left',
      { targetDate: '2026-03-06' },
      { daysLeft: 2, secondsLeft: null, secondsPerDay: null },
      'active',
    ],
    [
      'an open subgoal is late',
      { subgoals: [{ targetDate: '2026-03-04', doneAt: null }, open] },
      null,
      'at_risk',
    ],
    ['a subgoal of today is not', { subgoals: [{ targetDate: '2026-03-05', doneAt: null }] }, null, 'active'],
    [
      'one that is done is not',
      { subgoals: [{ targetDate: '2026-03-04', doneAt: 1 }, open] },
      null,
      'active',
    ],
    [
      'what is completed is in time',
      { ...timed, completedAt: 1, targetDate: '2026-03-04' },
      null,
      'completed',
    ],
  ])('%s', (_, given, pacing, status) => {
    const told = goalProgress(facts(given))
    expect(told.status).toBe(status)
    if (pacing === null) expect(told.pacing).toBeNull()
    else expect(told.pacing).toMatchObject(pacing)
  })

  test('whoever keeps the pace makes the date', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e7 }), fc.nat(400), (targetSeconds, days) => {
        const targetDate = Temporal.PlainDate.from('2026-03-05').add({ days }).toString()
        const { pacing } = goalProgress(facts({ targetSeconds, targetDate }))
        const { daysLeft, secondsPerDay } = pacing!
        expect(daysLeft).toBe(days + 1)
        expect(secondsPerDay! * daysLeft).toBeGreaterThanOrEqual(targetSeconds)
        expect((secondsPerDay! - 1) * daysLeft).toBeLessThan(targetSeconds)
      }),
    )
  })
})
