import { describe, expect, test } from 'vitest'
import { createGoal, deleteGoal, setGoalDone, updateGoal } from './goals.ts'
import { createSubgoal, deleteSubgoal, setSubgoalDone, updateSubgoal } from './subgoals.ts'
import { testRows } from './testing-view.ts'

const now = 1000

async function withGoal() {
  const rows = testRows(now * 1000)
  rows.put('projects', 'book', { name: 'Book' })
  rows.put('projects', 'gone', { name: 'Gone', deleted: true })
  rows.put('tasks', 'read', { title: 'read' })
  const goal = await rows.run((view, draft, newId) =>
    createGoal(view, draft, { name: 'write', projectIds: ['book'], label: 'deep' }, newId),
  )
  return { rows, goal }
}
const code = (wanted: string) => expect.objectContaining({ code: wanted }) as Error

describe('a goal', () => {
  test('is made with its links, last of all', async () => {
    const { rows, goal } = await withGoal()
    expect(rows.values('goals', goal)).toEqual({
      createdAt: now,
      name: 'write',
      order: expect.stringMatching(/^[0-9a-z]+$/) as string,
      labelId: 'new-2',
      'project:book': true,
    })
    expect(rows.values('labels', 'new-2')).toMatchObject({ name: 'deep' })
  })

  test('gets and loses links one by one; what is in the trash stays linked, and is not linked anew', async () => {
    const { rows, goal } = await withGoal()
    await rows.run((view, draft, newId) =>
      updateGoal(view, draft, goal, { projectIds: ['book'], taskIds: ['read'] }, newId),
    )
    expect(rows.drafted()).toEqual([['goals', goal, { 'task:read': true }]])
    rows.put('projects', 'book', { deleted: true })
    await rows.run((view, draft, newId) =>
      updateGoal(view, draft, goal, { projectIds: ['book'], taskIds: [] }, newId),
    )
    expect(rows.drafted()).toEqual([['goals', goal, { 'task:read': false }]])
    await expect(
      rows.run((view, draft, newId) => updateGoal(view, draft, goal, { projectIds: ['gone'] }, newId)),
    ).rejects.toThrow(code('projects.not_found'))
  })

  test('is done once, however often it is said', async () => {
    const { rows, goal } = await withGoal()
    await rows.run((view, draft) => setGoalDone(view, draft, goal, true))
    expect(rows.drafted()).toEqual([['goals', goal, { completedAt: now }]])
    await rows.run((view, draft) => setGoalDone(view, draft, goal, true))
    expect(rows.drafted()).toEqual([])
    await rows.run((view, draft) => setGoalDone(view, draft, goal, false))
    expect(rows.drafted()).toEqual([['goals', goal, { completedAt: null }]])
  })

  test('in the trash is not there', async () => {
    const { rows, goal } = await withGoal()
    await rows.run((view, draft) => deleteGoal(view, draft, goal))
    await expect(rows.run((view, draft) => deleteGoal(view, draft, goal))).rejects.toThrow(
      code('goals.not_found'),
    )
  })
})

describe('a subgoal (D14)', () => {
  const withSubgoal = async () => {
    const { rows, goal } = await withGoal()
    await rows.run((view, draft, newId) => createSubgoal(view, draft, goal, { title: 'outline' }, newId))
    return { rows, goal, subgoal: rows.drafted()[0]![1] }
  }
  const say = { completedAt: 7 }

  test('reopens its goal when it is added or reopened, not when it is changed, done or removed', async () => {
    const { rows, goal, subgoal } = await withSubgoal()
    const drafts = async (rule: Parameters<typeof rows.run<string>>[0]) => {
      rows.put('goals', goal, say)
      expect(await rows.run(rule)).toBe(goal)
      return rows.drafted().map(([table, , values]) => [table, values])
    }
    const reopened = ['goals', { completedAt: null }]
    const add = { id: 'second', title: 'print' }
    expect(await drafts((view, draft, newId) => createSubgoal(view, draft, goal, add, newId))).toEqual([
      ['subgoals', expect.objectContaining({ goalId: goal, title: 'print' })],
      reopened,
    ])
    expect(await drafts((view, draft) => setSubgoalDone(view, draft, subgoal, true))).toEqual([
      ['subgoals', { doneAt: now }],
    ])
    expect(await drafts((view, draft) => setSubgoalDone(view, draft, subgoal, true))).toEqual([])
    expect(await drafts((view, draft) => setSubgoalDone(view, draft, subgoal, false))).toEqual([
      ['subgoals', { doneAt: null }],
      reopened,
    ])
    expect(await drafts((view, draft) => setSubgoalDone(view, draft, subgoal, false))).toEqual([])
    const patch = { title: 'all', targetDate: '2026-03-06' }
    expect(await drafts((view, draft, newId) => updateSubgoal(view, draft, subgoal, patch, newId))).toEqual([
      ['subgoals', patch],
    ])
    expect(await drafts((view, draft) => deleteSubgoal(view, draft, subgoal))).toEqual([
      ['subgoals', { deleted: true }],
    ])
  })

  test('goes to the trash with its goal, and comes back with it', async () => {
    const { rows, goal, subgoal } = await withSubgoal()
    await rows.run((view, draft) => deleteGoal(view, draft, goal))
    const done = () => rows.run((view, draft) => setSubgoalDone(view, draft, subgoal, true))
    await expect(done()).rejects.toThrow(code('subgoals.not_found'))
    rows.put('goals', goal, { deleted: false })
    expect(await done()).toBe(goal)
  })

  test('needs a goal that is there', async () => {
    const { rows } = await withGoal()
    await expect(
      rows.run((view, draft, newId) => createSubgoal(view, draft, 'nobody', { title: 'a' }, newId)),
    ).rejects.toThrow(code('goals.not_found'))
  })
})
