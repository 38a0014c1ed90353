/**
 * What we export, the real Timewarrior and Taskwarrior read; what they export again, we import into a fresh account: it
 * is the same. Skipped where they are not installed (Debian packages timewarrior and taskwarrior).
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestApp } from '@goalixa/app/testing'
import type { TestApp } from '@goalixa/app/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { writeDataFiles } from './export-folder.ts'
import type { Store } from './store.ts'
import { bothSides } from './testing/both-sides.ts'

const now = () => Date.parse('2026-03-02T12:00:00Z')
const zone = 'Asia/Tehran'
const has = (command: string) => spawnSync(command, ['--version']).status === 0

let app: TestApp
let folder: string
beforeAll(async () => {
  app = await startTestApp(now)
})
afterAll(() => app.close())
const closing: (() => Promise<void>)[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'goalixa-tools-'))
})
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
  await rm(folder, { recursive: true, force: true })
})

/** Two people, each with a store on a device. */
const people = async (): Promise<[Store, Store]> => {
  const sides = [await bothSides(app, now), await bothSides(app, now)]
  closing.push(...sides.map((side) => () => side.close()))
  return sides.map(({ local }) => local.store) as [Store, Store]
}
const run = (command: string, args: readonly string[]): string =>
  execFileSync(command, args, {
    encoding: 'utf8',
    timeout: 60_000,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      TZ: zone,
      TIMEWARRIORDB: folder,
      TASKDATA: folder,
      TASKRC: join(folder, 'taskrc'),
    },
  })

const texts = [
  'plain',
  'a "quoted" \\ back\\slash',
  'گزارش هفتگی ۲',
  'emoji ✅ and ]]> & <b>',
  '=1+1; a,b # c - d',
  '[x]: {y} (z) ’',
  "it's 100% /slash/",
  'x'.repeat(2000),
]

test(
  'timewarrior reads our data files, and we read what it exports',
  { timeout: 60_000 },
  async ({ skip }) => {
    skip(!has('timew'), 'timewarrior is not installed')
    const [me, you] = await people()
    for (const [index, text] of texts.entries()) {
      await me.timeEntries.create({
        description: index === 0 ? '' : text,
        // Over the end of a month: in the zone of the person it comes earlier.
        start: `2026-01-31T${15 + index}:29:59Z`,
        end: '2026-02-01T12:00:00Z',
        labels: index === 1 ? [] : [text.slice(0, 150).trim(), `t${index}`],
      })
    }
    await me.timer.start({ description: 'runs', labels: ['now'] })
    const exported = async (store: Store) => store.exports.get('timewarrior', { zone })
    const dates = { now: now() / 1000, zone, weekStart: 1 } as const
    const answer = await exported(me)
    const { files } = await writeDataFiles({ format: 'timewarrior', folder, answer, store: me, dates })
    expect(files.map((file) => file.slice(folder.length)).toSorted()).toEqual([
      '/data/2026-01.data',
      '/data/2026-02.data',
      '/data/2026-03.data',
    ])
    await writeFile(join(folder, 'timewarrior.cfg'), '')
    // The first time it says that it counts the tags anew.
    run('timew', ['tags'])
    const back = run('timew', ['export'])
    const result = await you.imports.create('timewarrior', back, { zone })
    expect(result).toMatchObject({ skipped: [], notes: [], timeEntries: { created: texts.length + 1 } })
    const sorted = async (store: Store) =>
      (JSON.parse(await (await exported(store)).text()) as { id: number }[])
        .map((interval) => JSON.stringify({ ...interval, id: 0 }))
        .toSorted()
    expect(await sorted(you)).toEqual(await sorted(me))
    await expect(writeDataFiles({ format: 'timewarrior', folder, answer, store: me, dates })).rejects.toThrow(
      'is there already',
    )
  },
)

describe('taskwarrior', () => {
  test('imports our tasks, and we import what it exports', { timeout: 60_000 }, async ({ skip }) => {
    skip(!has('task'), 'taskwarrior is not installed')
    const [me, you] = await people()
    const ids: string[] = []
    for (const [index, text] of texts.entries()) {
      const { id } = await me.tasks.create({
        title: text.slice(0, 900),
        description: index % 2 === 0 ? '' : `2026-02-28 ${text}\n2026-03-01 two\n2026-03-01 three`,
        project: index % 3 === 0 ? null : `Home.${text.slice(0, 50).trim()}`,
        labels: index === 2 ? [] : [text.slice(0, 100).replaceAll(',', ';').trim(), `t${index}`],
        priority: (['none', 'low', 'medium', 'high'] as const)[index % 4]!,
        due: index % 2 === 0 ? '2026-03-22' : '2026-03-22T10:00:00Z',
        scheduled: index % 2 === 0 ? null : '2026-03-05',
        waitUntil: index === 3 ? '2036-01-01' : null,
        expiresAt: index === 3 ? '2036-02-01' : null,
        dependsOn: ids.slice(-2),
        recurrence: index === 4 ? 'FREQ=WEEKLY;INTERVAL=2' : null,
      })
      ids.push(id)
    }
    await me.tasks.done(ids[5]!)
    const exported = async (store: Store) => (await store.exports.get('taskwarrior', { zone })).text()
    await writeFile(join(folder, 'taskrc'), `data.location=${folder}\n`)
    await writeFile(join(folder, 'tasks.json'), await exported(me))
    const quiet = [
      'rc.confirmation=off',
      'rc.verbose=nothing',
      'rc.recurrence=off',
      'rc.gc=off',
      'rc.hooks=off',
    ]
    run('task', [...quiet, 'import', join(folder, 'tasks.json')])
    const back = run('task', [...quiet, 'rc.json.array=on', 'export'])
    const result = await you.imports.create('taskwarrior', back, { zone })
    expect(result).toMatchObject({ skipped: [], notes: [], tasks: { created: texts.length } })
    // When a row changed last is told by the account it is in.
    const sorted = async (store: Store) =>
      (JSON.parse(await exported(store)) as { uuid: string; modified?: string }[])
        .map((task) => ({ ...task, modified: undefined }))
        .toSorted((a, b) => (a.uuid < b.uuid ? -1 : 1))
    expect(await sorted(you)).toEqual(await sorted(me))
  })
})
