import { beforeEach, describe, expect, test } from 'vitest'
import { habitLogId } from '../habit-log-ids.ts'
import { checkHabit, uncheckHabit } from './habit-logs.ts'
import { createHabit, deleteHabit, updateHabit } from './habits.ts'
import type { TestRows } from './testing-view.ts'
import { testRows, userId } from './testing-view.ts'

let rows: TestRows
let id: string
beforeEach(async () => {
  rows = testRows(Date.parse('2026-03-05T12:00:00Z'))
  id = await rows.run((view, draft, newId) => createHabit(view, draft, { name: 'read' }, newId))
})

const update = (patch: Parameters<typeof updateHabit>[3]) =>
  rows.run((view, draft, newId) => updateHabit(view, draft, id, patch, newId))
const check = (date: string, input: Parameters<typeof checkHabit>[4] = {}) =>
  rows.run((view, draft) => checkHabit(view, draft, id, date, input))
const codeOf = (run: Promise<unknown>) =>
  run.then(
    () => 'none',
    (error: { code: string; fields?: { path: string }[] }) => error.fields?.[0]?.path ?? error.code,
  )

describe('a habit', () => {
  test('is for every day unless said, and a later one stands behind it', async () => {
    expect(rows.values('habits', id)).toMatchObject({ name: 'read', frequency: { kind: 'daily' } })
    const later = testRows(Date.parse('2026-03-05T12:00:01Z'))
    const other = await later.run((view, draft, newId) => createHabit(view, draft, { name: 'run' }, newId))
    const orders = [
      rows.values('habits', id)?.['order'],
      later.values('habits', other)?.['order'],
    ] as string[]
    expect(orders[0]! < orders[1]!).toBe(true)
  })

  test('has label and time together, or neither', async () => {
    expect(await codeOf(update({ autoLabel: 'deep' }))).toBe('autoSeconds')
    expect(await codeOf(update({ autoSeconds: 60 }))).toBe('autoLabel')
    expect(rows.values('labels', 'new-2')).toBeUndefined()
    await update({ autoLabel: 'deep', autoSeconds: 60 })
    await update({ autoSeconds: 90 })
    expect(await codeOf(update({ autoLabel: null }))).toBe('autoLabel')
    await update({ autoLabel: null, autoSeconds: null })
    expect(rows.values('habits', id)).toMatchObject({ autoLabelId: null, autoSeconds: null })
  })

  test('refers only to what is there', async () => {
    expect(await codeOf(update({ goalId: 'nobody' }))).toBe('goals.not_found')
    expect(await codeOf(update({ subgoalId: 'nobody' }))).toBe('subgoals.not_found')
    expect(await codeOf(update({ autoLabelId: 'nobody', autoSeconds: 1 }))).toBe('labels.not_found')
    expect(await codeOf(update({ autoLabelId: 'a', autoLabel: 'b', autoSeconds: 1 }))).toBe('autoLabel')
  })

  test('in the trash takes no more', async () => {
    await rows.run((view, draft) => deleteHabit(view, draft, id))
    expect(await codeOf(update({ name: 'x' }))).toBe('habits.not_found')
    expect(await codeOf(check('2026-03-05'))).toBe('habits.not_found')
  })
})

describe('a day', () => {
  test('has one log, whose id follows from user, habit and date (D19)', async () => {
    const logId = await check('2026-03-05')
    expect(logId).toBe(habitLogId(userId, id, '2026-03-05'))
    expect(await check('2026-03-05', { state: 'skip', source: 'cli' })).toBe(logId)
    expect(rows.values('habitLogs', logId)).toMatchObject({ state: 'skip', amount: null, source: 'cli' })
    const others = [habitLogId(userId, id, '2026-03-06'), habitLogId('x', id, '2026-03-05')]
    expect(new Set([logId, ...others]).size).toBe(3)
  })

  // Never to be changed: the ids of all logs hang on it.
  test('the same id for ever', () => {
    expect(
      habitLogId(
        '00000000-0000-4000-8000-000000000001',
        '019a0000-0000-7000-8000-000000000001',
        '2026-03-05',
      ),
    ).toBe('edc3c7f6-77f3-5207-942a-c0b33595be79')
  })

  test('has the whole amount unless said, and none where none is counted', async () => {
    expect(await codeOf(check('2026-03-05', { amount: 1 }))).toBe('amount')
    await update({ targetAmount: 20 })
    const logId = await check('2026-03-05')
    expect(rows.values('habitLogs', logId)).toMatchObject({ amount: 20 })
    await check('2026-03-05', { amount: 0.5 })
    expect(rows.values('habitLogs', logId)).toMatchObject({ amount: 0.5 })
    expect(await codeOf(check('2026-03-05', { state: 'skip', amount: 1 }))).toBe('amount')
  })

  test('must have begun somewhere', async () => {
    // It is noon in UTC: where the day begins first, it is 2 o’clock of the next day.
    expect(await codeOf(check('2026-03-06'))).toBe('none')
    expect(await codeOf(check('2026-03-07'))).toBe('params.date')
  })

  test('is taken back once, and can be said again', async () => {
    const uncheck = () => rows.run((view, draft) => uncheckHabit(view, draft, id, '2026-03-05'))
    expect(await codeOf(uncheck())).toBe('habits.not_checked')
    const logId = await check('2026-03-05')
    await uncheck()
    expect(await codeOf(uncheck())).toBe('habits.not_checked')
    await check('2026-03-05')
    expect(rows.values('habitLogs', logId)).toMatchObject({ deleted: false })
  })
})
