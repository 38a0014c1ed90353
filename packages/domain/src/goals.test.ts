import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LinkedTime, Links, StoredGoal } from './goals.ts'
import { goalsOf } from './goals.ts'
import type { TrackedSpans } from './totals.ts'

const hour = 3600
const settings = { zone: 'Europe/Berlin', weekStart: 1 }
const nowMs = Date.parse('2026-03-05T12:00:00Z')
const aGoal = (given: Partial<StoredGoal> = {}): StoredGoal => ({
  id: 'goal',
  name: 'write',
  description: '',
  priority: 'none',
  targetDate: null,
  targetSeconds: null,
  labelId: null,
  label: null,
  colour: null,
  order: 'i',
  archived: false,
  projectIds: [],
  projects: [],
  taskIds: [],
  tasks: [],
  subgoals: [],
  createdAt: nowMs / 1000 - 48 * hour,
  updatedAt: 0,
  completedAt: null,
  ...given,
})
const spans = (given: Partial<TrackedSpans>): TrackedSpans => ({
  taskId: null,
  projectId: null,
  labelIds: [],
  spans: [],
  ...given,
})
const nothing: LinkedTime = {
  own: [],
  inherited: new Map(),
  labelNames: new Map(),
  projectOfTask: new Map(),
}
const told = async (goals: readonly StoredGoal[], linked: Partial<LinkedTime> = {}, zone?: string) => {
  const asked: Links[] = []
  const read = async (_: unknown, links: Links) => {
    asked.push(links)
    return { ...nothing, ...linked }
  }
  return { goals: await goalsOf(goals, { read, zone, settings, nowMs }), asked }
}

const entries: Partial<LinkedTime> = {
  own: [
    spans({ projectId: 'book', spans: [0, 2 * hour] }),
    spans({ taskId: 'read', spans: [hour, 3 * hour] }),
    spans({ taskId: 'of the book', spans: [10 * hour, 11 * hour] }),
    spans({ projectId: 'other', labelIds: ['deep'], spans: [20 * hour, 20.5 * hour] }),
    spans({ projectId: 'labelled', spans: [30 * hour, 30.25 * hour] }),
    spans({ spans: [40 * hour, 90 * hour] }),
  ],
  inherited: new Map([['labelled', ['deep']]]),
  labelNames: new Map([['deep', 'deep']]),
  projectOfTask: new Map([['of the book', 'book']]),
}

describe('linked time (D14)', () => {
  test.each<[string, Partial<StoredGoal>, number]>([
    ['nothing', {}, 0],
    ['a task', { taskIds: ['read'] }, 2],
    ['a project with its tasks', { projectIds: ['book'] }, 3],
    ['both, where they overlap once', { projectIds: ['book'], taskIds: ['read'] }, 4],
    ['a label, also an inherited one (D6)', { labelId: 'deep' }, 0.75],
    ['all of them', { projectIds: ['book'], taskIds: ['read'], labelId: 'deep' }, 4.75],
    ['a label in the trash', { labelId: 'gone' }, 0],
  ])('of %s', async (_, links, hours) => {
    const { goals } = await told([aGoal(links)], entries)
    expect(goals[0]!.trackedSeconds).toBe(hours * hour)
  })

  test('of a subgoal is that of its project and label', async () => {
    const subgoal = {
      id: 's',
      title: 'part',
      labelId: 'deep',
      label: 'deep',
      projectId: 'book',
      project: 'Book',
      targetDate: null,
      doneAt: null,
      order: 'i',
    }
    const { goals } = await told([aGoal({ subgoals: [subgoal] })], entries)
    expect(goals[0]).toMatchObject({ trackedSeconds: 0, subgoals: [{ trackedSeconds: 3.75 * hour }] })
  })

  test('is read once for all goals, and not when nothing is linked', async () => {
    const linked = [aGoal({ taskIds: ['a', 'b'] }), aGoal({ taskIds: ['b'], labelId: 'l' }), aGoal()]
    expect((await told(linked)).asked).toEqual([{ taskIds: ['a', 'b'], projectIds: [], labelIds: ['l'] }])
    expect((await told([aGoal()])).asked).toEqual([])
  })

  test('is never more than its parts together, nor less than the largest of them', async () => {
    const span = fc.tuple(fc.nat(1000), fc.nat(100)).map(([start, length]) => [start, start + length])
    const some = fc.array(span, { maxLength: 6 }).map((pairs) => pairs.flat())
    await fc.assert(
      fc.asyncProperty(some, some, async (ofTask, ofProject) => {
        const own = [spans({ taskId: 't', spans: ofTask }), spans({ projectId: 'p', spans: ofProject })]
        const { goals } = await told(
          [
            aGoal({ taskIds: ['t'] }),
            aGoal({ projectIds: ['p'] }),
            aGoal({ taskIds: ['t'], projectIds: ['p'] }),
          ],
          { own },
        )
        const [task, project, both] = goals.map(({ trackedSeconds }) => trackedSeconds) as [
          number,
          number,
          number,
        ]
        expect(both).toBeLessThanOrEqual(task + project)
        expect(both).toBeGreaterThanOrEqual(Math.max(task, project))
      }),
    )
  })
})

test('the pace so far counts what was tracked since the goal was made; days are those of the zone (E14)', async () => {
  const made = nowMs / 1000 - 48 * hour
  const own = [spans({ taskId: 't', spans: [made - 5 * hour, made + 4 * hour] })]
  const goal = aGoal({ taskIds: ['t'], targetSeconds: 12 * hour, targetDate: '2026-03-05' })
  const { goals } = await told([goal], { own })
  expect(goals[0]).toMatchObject({
    trackedSeconds: 9 * hour,
    pacing: { daysLeft: 1, secondsLeft: 3 * hour, secondsPerDay: 3 * hour, trackedSecondsPerDay: 2 * hour },
    status: 'at_risk',
  })
  // There the day is over already.
  expect((await told([goal], { own }, 'Pacific/Kiritimati')).goals[0]!.pacing).toMatchObject({ daysLeft: 0 })
})
