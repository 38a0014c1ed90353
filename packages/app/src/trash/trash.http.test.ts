import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as newId } from 'uuid'
import { TrashTable } from '@goalixa/contracts/trash'
import { makeBelongings } from '../testing-requests.ts'
import type { Person, TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'

let app: TestApp
let now = Date.parse('2026-03-02T12:00:00Z')
beforeAll(async () => {
  app = await startTestApp(() => now)
})
afterAll(() => app.close())

const listOf = async ({ call }: Person, query = '') =>
  (await call('GET', `/v1/trash${query}`)).body.items as { table: string; id: string; name: string | null }[]
const restore = ({ call }: Person, table: string, id: string) =>
  call('POST', `/v1/trash/${table}/${id}/restore`)

describe('the trash', () => {
  test('of every kind is listed, restored with all that it was, and gone from the trash', async () => {
    const me = app.person()
    const mine = await makeBelongings(me, 'mine')
    const paths: Record<TrashTable, [path: string, id: string]> = {
      labels: ['labels', mine.labelId],
      clients: ['clients', mine.clientId],
      projects: ['projects', mine.projectId],
      tasks: ['tasks', mine.taskId],
      timeEntries: ['time-entries', mine.entryId],
      goals: ['goals', mine.goalId],
      subgoals: ['subgoals', mine.subgoalId],
      weeklyGoals: ['weekly-goals', mine.weeklyGoalId],
      habits: ['habits', mine.habitId],
      dailyTodos: ['planner/todos', mine.todoId],
      reminders: ['reminders', mine.reminderId],
      savedViews: ['views', mine.savedViewId],
    }
    for (const [table, [path, id]] of Object.entries(paths)) {
      const before = await app.allRows(me.userId)
      now += 1000
      expect((await me.call('DELETE', `/v1/${path}/${id}`)).status, table).toBeLessThan(300)
      expect((await listOf(me))[0], table).toMatchObject({
        table,
        id,
        name: 'mine',
        removedAt: new Date(now).toISOString().replace('.000', ''),
      })
      expect(await restore(me, table, id)).toMatchObject({ status: 200, body: { table, id, name: 'mine' } })
      expect((await listOf(me)).map((item) => item.id)).not.toContain(id)
      expect(Object.keys(await app.allRows(me.userId)), table).toEqual(Object.keys(before))
      expect((await restore(me, table, id)).body.code).toBe('trash.not_found')
    }
    expect(Object.keys(paths).toSorted()).toEqual(TrashTable.options.toSorted())
    const { body } = await me.call('GET', `/v1/tasks/${mine.taskId}`)
    expect(body).toMatchObject({ title: 'mine', labels: ['mine'], project: 'mine' })
  })

  test('a name that is taken since gets a number', async () => {
    const me = app.person()
    const make = async (name: string) => (await me.call('POST', '/v1/projects', { name })).body.id as string
    const first = await make('home')
    await me.call('DELETE', `/v1/projects/${first}`)
    await make('home')
    expect((await restore(me, 'projects', first)).body).toMatchObject({ name: 'home (2)' })
    expect((await me.call('GET', `/v1/projects/${first}`)).body.name).toBe('home (2)')
  })

  test('is undone like any other write', async () => {
    const me = app.person()
    const { body } = await me.call('POST', '/v1/tasks', { title: 'a' })
    await me.call('DELETE', `/v1/tasks/${body.id}`)
    await restore(me, 'tasks', body.id)
    expect((await me.call('POST', '/v1/sync/undo', {})).status).toBe(200)
    expect(await listOf(me)).toMatchObject([{ id: body.id }])
  })

  test('is filtered, comes page by page, and is nobody else’s', async () => {
    const me = app.person()
    const ids: string[] = []
    for (const title of ['a', 'B', 'c']) {
      const { body } = await me.call('POST', '/v1/tasks', { title })
      ids.unshift(body.id)
      await me.call('DELETE', `/v1/tasks/${body.id}`)
    }
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await me.call('GET', `/v1/trash?limit=2${cursor && `&cursor=${cursor}`}`)
      seen.push(...body.items.map(({ id }: { id: string }) => id))
      cursor = body.nextCursor
    }
    expect(seen.toSorted()).toEqual(ids.toSorted())
    expect(await listOf(me, '?name=b')).toMatchObject([{ name: 'B' }])
    expect(await listOf(me, `?idTail=${ids[0]!.slice(-9)}`)).toMatchObject([{ id: ids[0] }])
    expect(await listOf(me, '?table=labels&table=habits')).toEqual([])
    const you = app.person()
    expect(await listOf(you)).toEqual([])
    for (const [table, id] of [
      ['tasks', ids[0]!],
      ['labels', ids[0]!],
      ['tasks', newId()],
    ])
      expect(await restore(you, table!, id!)).toMatchObject({
        status: 404,
        body: { code: 'trash.not_found' },
      })
    expect((await restore(me, 'settings', ids[0]!)).status).toBe(400)
  })
})
