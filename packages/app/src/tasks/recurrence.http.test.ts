import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Task } from '@goalixa/contracts/tasks'
import type { Person, TestApp } from '../testing.ts'
import { startTestApp } from '../testing.ts'

let app: TestApp
const now = Date.parse('2026-03-02T12:00:00Z')
beforeAll(async () => {
  app = await startTestApp(() => now)
})
afterAll(() => app.close())

const aTask = async ({ call }: Person, given: object): Promise<Task> =>
  (await call('POST', '/v1/tasks', { title: 'rent', ...given })).body
const post = async ({ call }: Person, path: string) => (await call('POST', path, {})).body
const nextOf = async ({ call }: Person, { id }: Task): Promise<Task | undefined> =>
  (await call('GET', `/v1/tasks?previous=${id}`)).body.items[0]

describe('a task that comes back', () => {
  test('D16, D19: done makes the next one, month after month; reopening takes it away', async () => {
    const me = app.person()
    const first = await aTask(me, {
      due: '2026-01-31',
      recurrence: 'FREQ=MONTHLY',
      labels: ['bills'],
      project: 'home',
    })
    let task = first
    for (const due of ['2026-02-28', '2026-03-31', '2026-04-30']) {
      await post(me, `/v1/tasks/${task.id}/done`)
      task = (await nextOf(me, task))!
      expect(task).toMatchObject({ due, status: 'open', title: 'rent', labels: ['bills'], project: 'home' })
    }
    const last = (await me.call('GET', `/v1/tasks/${task.previousId}`)).body as Task
    await post(me, `/v1/tasks/${last.id}/reopen`)
    expect(await nextOf(me, last)).toBeUndefined()
    await post(me, `/v1/tasks/${last.id}/done`)
    expect(await nextOf(me, last)).toMatchObject({ id: task.id, due: '2026-04-30' })
  })

  test('undoing the completion takes the next one away, redoing brings it back', async () => {
    const me = app.person()
    const task = await aTask(me, { due: '2026-03-02', recurrence: 'FREQ=WEEKLY' })
    await post(me, `/v1/tasks/${task.id}/done`)
    await post(me, '/v1/sync/undo')
    expect((await me.call('GET', `/v1/tasks/${task.id}`)).body.status).toBe('open')
    expect(await nextOf(me, task)).toBeUndefined()
    await me.call('POST', '/v1/sync/undo', { redo: true })
  })

  test('D8: a due time stays on the clock of its zone', async () => {
    const me = app.person()
    const zone = { recurrenceZone: 'Europe/Berlin', recurrence: 'FREQ=DAILY' }
    const task = await aTask(me, { due: '2026-03-28T08:00:00Z', ...zone })
    await post(me, `/v1/tasks/${task.id}/done`)
    expect(await nextOf(me, task)).toMatchObject({
      due: '2026-03-29T07:00:00Z',
      recurrenceZone: 'Europe/Berlin',
    })
  })

  test.each([
    'FREQ=DAILY;INTERVAL=0',
    'FREQ=DAILY;COUNT=0',
    'FREQ=DAILY;BYEASTER=1',
    'FREQ=DAILY;UNTIL=20260101',
  ])('D21: the rule %s is refused', async (recurrence) => {
    expect(
      await app.person().call('POST', '/v1/tasks', { title: 'a', due: '2026-03-02', recurrence }),
    ).toMatchObject({
      status: 400,
      body: { code: 'request.invalid', fields: [{ path: 'recurrence' }] },
    })
  })
})

test('D11: a check is of one day and leaves the task open', async () => {
  const me = app.person()
  const { id } = await aTask(me, {})
  const day = (date: string, method = 'PUT') => me.call(method, `/v1/tasks/${id}/checks/${date}`)
  expect((await day('2026-03-01')).body).toMatchObject({ status: 'open', checkedOn: '2026-03-01' })
  await day('2026-03-02')
  expect((await day('2026-03-02')).body).toMatchObject({ status: 'open', checkedOn: '2026-03-02' })
  const { body } = await me.call('GET', `/v1/tasks/${id}/checks`)
  expect(body.items.map(({ checkDate }: { checkDate: string }) => checkDate)).toEqual([
    '2026-03-02',
    '2026-03-01',
  ])
  expect((await day('2026-03-02', 'DELETE')).body).toMatchObject({ checkedOn: '2026-03-01' })
  expect((await day('2026-03-02', 'DELETE')).body.code).toBe('tasks.not_checked')
  expect((await day('2026-03-09')).status).toBe(400)
  expect((await app.person().call('PUT', `/v1/tasks/${id}/checks/2026-03-01`)).status).toBe(404)
})

test('a task is blocked while one is open that it depends on, and none waits for itself', async () => {
  const me = app.person()
  const needed = await aTask(me, {})
  const task = await aTask(me, { dependsOn: [needed.id] })
  const blocked = async () => (await me.call('GET', `/v1/tasks/${task.id}`)).body.blocked
  expect(await blocked()).toBe(true)
  expect(await me.call('PATCH', `/v1/tasks/${needed.id}`, { dependsOn: [task.id] })).toMatchObject({
    status: 409,
    body: { code: 'tasks.dependency_cycle' },
  })
  await post(me, `/v1/tasks/${needed.id}/done`)
  expect(await blocked()).toBe(false)
  await post(me, `/v1/tasks/${needed.id}/reopen`)
  await me.call('DELETE', `/v1/tasks/${needed.id}`)
  expect(await blocked()).toBe(false)
})
