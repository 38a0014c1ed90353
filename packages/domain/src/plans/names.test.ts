import { describe, expect, test } from 'vitest'
import { createLabel, deleteLabel, updateLabel } from './labels.ts'
import { idsByName, knownIds, requireNamedIds, storedName } from './names.ts'
import { createProject, deleteProject, projectNamed, updateProject } from './projects.ts'
import { testRows } from './testing-view.ts'
import { updateSettings } from './settings.ts'
import { userId } from './testing-view.ts'

const withLabels = () => {
  const rows = testRows()
  rows.put('labels', 'l1', { name: 'deep' })
  rows.put('labels', 'l2', { name: 'gone', deleted: true })
  rows.put('projects', 'p1', { name: 'Thesis', 'label:l1': true })
  return rows
}

describe('names', () => {
  test('a name is stored in one spelling', () => {
    expect(storedName(' e\u0301te\u0301 ')).toBe('\u00e9t\u00e9')
  })

  test('are found, or made when a write names them; each once', async () => {
    const rows = withLabels()
    const ids = await rows.run((view, draft, newId) =>
      idsByName(view, draft, 'labels', ['deep', 'new', 'new', 'gone'], newId),
    )
    expect([...ids]).toEqual([
      ['deep', 'l1'],
      ['new', 'new-1'],
      ['gone', 'new-2'],
    ])
    expect(rows.drafted()).toEqual([
      ['labels', 'new-1', { createdAt: 1000, name: 'new' }],
      ['labels', 'new-2', { createdAt: 1000, name: 'gone' }],
    ])
    expect(await knownIds(rows.view, 'labels', ['nobody', 'deep'])).toEqual(new Map([['deep', 'l1']]))
  })

  test('a filter must name what is there', async () => {
    const { view } = withLabels()
    expect(await requireNamedIds(view, 'labels', [' deep '])).toEqual(['l1'])
    await expect(requireNamedIds(view, 'labels', ['deep', 'gone'])).rejects.toMatchObject({
      code: 'labels.not_found',
      message: 'there is no label named gone',
    })
  })
})

describe('labels', () => {
  test('are made with a name of their own', async () => {
    const rows = withLabels()
    expect(
      await rows.run((...to) => createLabel(to[0], to[1], { name: 'gone', colour: '#aabbcc' }, to[2])),
    ).toBe('new-1')
    expect(rows.values('labels', 'new-1')).toEqual({ createdAt: 1000, name: 'gone', colour: '#aabbcc' })
  })

  test.each([
    ['labels.name_taken', { name: 'deep' }],
    ['request.id_taken', { id: 'l1', name: 'other' }],
    ['request.id_taken', { id: 'l2', name: 'other' }],
  ])('are refused with %s', async (code, input) => {
    const rows = withLabels()
    await expect(
      rows.run((view, draft, newId) => createLabel(view, draft, input, newId)),
    ).rejects.toMatchObject({ code })
    expect(rows.drafted()).toEqual([])
  })

  test('keep their own name, and take none that is taken', async () => {
    const rows = withLabels()
    rows.put('labels', 'l3', { name: 'other' })
    await rows.run((view, draft) => updateLabel(view, draft, 'l1', { name: 'deep', archived: true }))
    expect(rows.values('labels', 'l1')).toMatchObject({ archived: true })
    await expect(
      rows.run((view, draft) => updateLabel(view, draft, 'l1', { name: 'other' })),
    ).rejects.toMatchObject({
      code: 'labels.name_taken',
      message: 'there is a label named other',
    })
  })

  test('in the trash cannot be changed', async () => {
    const rows = withLabels()
    await rows.run((view, draft) => deleteLabel(view, draft, 'l1'))
    for (const rule of [
      deleteLabel,
      (...[view, draft, id]: Parameters<typeof deleteLabel>) => updateLabel(view, draft, id, {}),
    ])
      await expect(rows.run((view, draft) => rule(view, draft, 'l1'))).rejects.toMatchObject({
        code: 'labels.not_found',
      })
  })
})

describe('projects', () => {
  test('take labels by name, and give up those that are named no more', async () => {
    const rows = withLabels()
    await rows.run((view, draft, newId) => updateProject(view, draft, 'p1', { labels: ['new'] }, newId))
    expect(rows.values('projects', 'p1')).toEqual({ name: 'Thesis', 'label:l1': false, 'label:new-1': true })
    await rows.run((view, draft, newId) => updateProject(view, draft, 'p1', { billableDefault: true }, newId))
    expect(rows.drafted()).toEqual([['projects', 'p1', { billableDefault: true }]])
  })

  test('are made, and refused for a name or id that is taken', async () => {
    const rows = withLabels()
    const create = (input: Parameters<typeof createProject>[2]) =>
      rows.run((view, draft, newId) => createProject(view, draft, input, newId))
    expect(await create({ name: 'Next', labels: ['deep'] })).toBe('new-1')
    expect(rows.values('projects', 'new-1')).toEqual({ createdAt: 1000, name: 'Next', 'label:l1': true })
    await expect(create({ name: 'Thesis' })).rejects.toMatchObject({ code: 'projects.name_taken' })
    await expect(create({ id: 'p1', name: 'x' })).rejects.toMatchObject({ code: 'request.id_taken' })
    await rows.run((view, draft) => deleteProject(view, draft, 'p1'))
    await expect(rows.run((view, draft) => deleteProject(view, draft, 'p1'))).rejects.toMatchObject({
      code: 'projects.not_found',
    })
    expect(await create({ name: 'Thesis' })).toMatch(/^new-/)
  })

  test.each([
    [{}, undefined],
    [{ project: null }, null],
    [{ projectId: null }, null],
    [{ projectId: 'p1' }, 'p1'],
    [{ project: 'Thesis' }, 'p1'],
    [{ project: 'New' }, 'new-1'],
  ])('named by %j', async (input, id) => {
    const rows = withLabels()
    expect(await rows.run((view, draft, newId) => projectNamed(view, draft, input, newId))).toBe(id)
  })

  test.each([
    [{ project: 'Thesis', projectId: 'p1' }, 'request.invalid'],
    [{ project: null, projectId: null }, 'request.invalid'],
    [{ projectId: 'nobody' }, 'projects.not_found'],
  ])('named wrongly by %j', async (input, code) => {
    const rows = withLabels()
    await expect(
      rows.run((view, draft, newId) => projectNamed(view, draft, input, newId)),
    ).rejects.toMatchObject({ code })
  })
})

test('settings are made when something is set, and then changed', async () => {
  const rows = testRows()
  await rows.run((view, draft) => updateSettings(view, draft, {}))
  expect(rows.drafted()).toEqual([])
  await rows.run((view, draft) => updateSettings(view, draft, { zone: 'Asia/Tehran' }))
  expect(rows.drafted()).toEqual([['settings', userId, { createdAt: 1000, zone: 'Asia/Tehran' }]])
  await rows.run((view, draft) => updateSettings(view, draft, { weekStart: 6 }))
  expect(rows.drafted()).toEqual([['settings', userId, { weekStart: 6 }]])
})
