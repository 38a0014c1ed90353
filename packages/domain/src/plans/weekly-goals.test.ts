import { beforeEach, describe, expect, test } from 'vitest'
import type { TestRows } from './testing-view.ts'
import { testRows, userId } from './testing-view.ts'
import { createWeeklyGoal, deleteWeeklyGoal, updateWeeklyGoal } from './weekly-goals.ts'

/** Sunday, 1 March 2026, 23:30 in UTC: Monday in Tokyo. */
const nowMs = Date.parse('2026-03-01T23:30:00Z')

let rows: TestRows
beforeEach(() => {
  rows = testRows(nowMs)
  rows.put('labels', 'l1', { name: 'deep' })
  rows.put('labels', 'l2', { name: 'gone', deleted: true })
})

const aGoal = { title: 'write', targetSeconds: 36_000 }
type Asked = Parameters<typeof createWeeklyGoal>[3]
const create = (given: object = {}, asked: Asked = {}) =>
  rows.run((view, draft, newId) => createWeeklyGoal(view, draft, { ...aGoal, ...given }, asked, newId))
const update = (id: string, patch: object, asked: Asked = {}) =>
  rows.run((view, draft, newId) => updateWeeklyGoal(view, draft, id, patch, asked, newId))
const valuesOf = (id: string) => rows.values('weeklyGoals', id)

describe('the week of a goal', () => {
  test.each([
    ['2026-03-02', 1, '2026-03-02'],
    ['2026-03-08', 1, '2026-03-02'],
    ['2026-03-08', 7, '2026-03-08'],
    ['2026-03-07', 7, '2026-03-01'],
    ['2026-01-01', 1, '2025-12-29'],
    ['2026-03-04', 6, '2026-02-28'],
    ['9999-12-31', 1, '9999-12-27'],
  ])('that holds %s begins, with weeks from day %i, on %s (D7)', async (weekStart, first, kept) => {
    const id = await create({ weekStart }, { weekStart: first })
    expect(valuesOf(id)).toMatchObject({ weekStart: kept })
  })

  test('begins as the settings say, unless somebody asks for another day', async () => {
    rows.put('settings', userId, { weekStart: 7 })
    expect(valuesOf(await create({ weekStart: '2026-03-04' }))?.['weekStart']).toBe('2026-03-01')
    expect(valuesOf(await create({ weekStart: '2026-03-04' }, { weekStart: 1 }))?.['weekStart']).toBe(
      '2026-03-02',
    )
  })

  test('is this week unless said, in the zone of the asker, else of the settings, else UTC', async () => {
    expect(valuesOf(await create())?.['weekStart']).toBe('2026-02-23')
    expect(valuesOf(await create({}, { zone: 'Asia/Tokyo' }))?.['weekStart']).toBe('2026-03-02')
    rows.put('settings', userId, { zone: 'Asia/Tokyo' })
    expect(valuesOf(await create())?.['weekStart']).toBe('2026-03-02')
    expect(valuesOf(await create({}, { zone: 'UTC' }))?.['weekStart']).toBe('2026-02-23')
  })

  test('before 1900 there is none', async () => {
    await expect(create({ weekStart: '1900-01-01' }, { weekStart: 7 })).rejects.toMatchObject({
      code: 'request.invalid',
      fields: [{ path: 'weekStart' }],
    })
    expect(valuesOf(await create({ weekStart: '1900-01-01' }))?.['weekStart']).toBe('1900-01-01')
  })
})

describe('the label of a goal', () => {
  test('is named by its name or its id; a new name makes a label in the same change', async () => {
    expect(valuesOf(await create({ label: 'deep' }))?.['labelId']).toBe('l1')
    expect(valuesOf(await create({ labelId: 'l1' }))?.['labelId']).toBe('l1')
    const id = await create({ label: 'new' })
    const labelId = valuesOf(id)?.['labelId'] as string
    expect(rows.values('labels', labelId)).toEqual({ createdAt: nowMs / 1000, name: 'new' })
    expect(rows.drafted()).toHaveLength(2)
  })

  test.each(['l2', 'nobody'])('%s is none', async (labelId) => {
    await expect(create({ labelId })).rejects.toMatchObject({ code: 'labels.not_found' })
  })

  test('cannot be given twice', async () => {
    await expect(create({ label: 'deep', labelId: 'l1' })).rejects.toMatchObject({
      code: 'request.invalid',
      fields: [{ path: 'label' }],
    })
  })

  test.each([{ label: null }, { labelId: null }])(
    'goes with %o, and stays when nothing is said',
    async (none) => {
      const id = await create({ label: 'deep' })
      await update(id, { title: 'other' })
      expect(valuesOf(id)).toMatchObject({ title: 'other', labelId: 'l1', targetSeconds: 36_000 })
      await update(id, none)
      expect(valuesOf(id)?.['labelId']).toBeNull()
    },
  )
})

test('a goal moves to another week, and goes to the trash once', async () => {
  const id = await create({ weekStart: '2026-03-02' })
  await update(id, { weekStart: '2026-03-11', targetSeconds: 60 })
  expect(valuesOf(id)).toMatchObject({ weekStart: '2026-03-09', targetSeconds: 60 })
  await expect(create({ id })).rejects.toMatchObject({ code: 'request.id_taken' })
  await rows.run((view, draft) => deleteWeeklyGoal(view, draft, id))
  expect(valuesOf(id)?.['deleted']).toBe(true)
  for (const change of [
    () => update(id, { title: 'x' }),
    () => rows.run((view, draft) => deleteWeeklyGoal(view, draft, id)),
  ])
    await expect(change()).rejects.toMatchObject({ code: 'weekly_goals.not_found' })
})
