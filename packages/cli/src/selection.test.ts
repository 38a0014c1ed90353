import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { UsageError } from './failure.ts'
import { createSelection } from './selection.ts'
import { wantsJson, wantsPart } from './wants-json.ts'

const Task = z.object({ id: z.string(), title: z.string(), estimateSeconds: z.int().nullable() })
const task = { id: 'a1', title: 'réad "it"\u001B[31m', estimateSeconds: null }
const Tasks = z.object({ items: z.array(Task), nextCursor: z.string().nullable() })
const tasks = { items: [task, { ...task, id: 'a2' }], nextCursor: 'x' }

describe('--fields', () => {
  test('are those of the document, or of each item of a list', async () => {
    expect(JSON.parse((await createSelection({ fields: 'title,id' }, Task))(task))).toEqual({
      title: task.title,
      id: 'a1',
    })
    const ids = await createSelection({ fields: 'id' }, Tasks)
    expect(JSON.parse(ids(tasks))).toEqual({ items: [{ id: 'a1' }, { id: 'a2' }], nextCursor: 'x' })
    const either = await createSelection({ fields: 'id' }, z.union([Task, z.array(Task)]))
    expect(JSON.parse(either([task]))).toEqual([{ id: 'a1' }])
  })

  test('that no document has are refused, with those that there are', async () => {
    const refused = new UsageError('There is no field "name"', 'one of id, title, estimateSeconds')
    await expect(createSelection({ fields: 'id,name' }, Tasks)).rejects.toThrow(refused)
    // What has any shape may have any name.
    await expect(createSelection({ fields: 'name' }, z.record(z.string(), z.unknown()))).resolves.toBeTypeOf(
      'function',
    )
  })

  test('leave what would be done as it is', async () => {
    const plan = { dryRun: true, would: 'tasks.create', input: { title: 'x' } }
    expect(JSON.parse((await createSelection({ fields: 'id' }, Task))(plan))).toEqual(plan)
  })
})

describe('--jq', () => {
  const filtered = async (jq: string, document: unknown = tasks, fields?: string) =>
    (await createSelection({ jq, fields }, Tasks))(document)

  test.each([
    ['.items[].id', 'a1\na2'],
    ['.items | length', '2'],
    ['.items[0].title', task.title],
    ['[.items[] | select(.id == "a2") | {id}]', '[{"id":"a2"}]'],
    ['.nextCursor // "no" # a remark', 'x'],
    ['def f: .items; f | map(.id) | @csv', '"a1","a2"'],
    ['.nothing', 'null'],
    ['empty', ''],
    ['-1', '-1'],
  ])('%s prints %j', async (jq, printed) => {
    expect(await filtered(jq)).toBe(printed)
  })

  test('sees what --fields leave', async () => {
    expect(await filtered('.items[0] | keys', tasks, 'id')).toBe('["id"]')
  })

  test.each([
    ['.items[', /syntax error/],
    ['nope(1)', /nope\/1 is not defined/],
    ['', undefined],
  ])('%j is told in the words of jq before anything is done', async (jq, words) => {
    const before = process.exitCode
    if (words === undefined) expect(await filtered(jq, 1)).toBe('1')
    else await expect(createSelection({ jq }, Tasks)).rejects.toThrow(words)
    expect(process.exitCode).toBe(before)
  })

  test('what goes wrong with a document is told, too, and the next one works', async () => {
    const select = await createSelection({ jq: '.items.name' }, Tasks)
    expect(() => select(tasks)).toThrow('jq: error: Cannot index array with string "name"')
    expect(select({ items: { name: 'ok' } })).toBe('ok')
  })
})

test.each([
  [['status', '--json'], true, false],
  [['status', '--jq', '.id'], false, true],
  [['status', '--fields=id', '--json'], true, true],
  [['log', '--', '--json', '--jq'], false, false],
])('%j asks for a document: %s, and for a part of it: %s', (argv, json, part) => {
  expect([wantsJson(argv), wantsPart(argv)]).toEqual([json, part])
})
