import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { randomBytes, randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEntry } from '@goalixa/domain/plans/time-entries'
import { createTask } from '@goalixa/domain/plans/task-changes'
import { stopTimer } from '@goalixa/domain/plans/timer'
import { openReplica } from '@goalixa/replica/replica'
import { openSqliteStorage } from '@goalixa/replica/sqlite-storage'
import fc from 'fast-check'
import { v7 } from 'uuid'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { writeIntent } from './local-rows.ts'
import { readEnvironment } from './environment.ts'
import {
  promptStateOf,
  promptText,
  readPromptState,
  removePromptState,
  segmentText,
  writePromptState,
} from './prompt-state.ts'

let folder: string
let stateDir: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'goalixa-prompt-'))
  stateDir = join(folder, 'state', 'goalixa')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const file = () => join(stateDir, 'prompt')
const report = { start: 1_772_442_000, text: 'write report' }

describe('the file of the prompt', () => {
  test('is one line while something runs, for its owner only, and empty when nothing does', async () => {
    writePromptState(stateDir, report)
    expect(await readFile(file(), 'utf8')).toBe('1772442000\twrite report\n')
    expect(readPromptState(stateDir)).toEqual(report)
    expect((await stat(file())).mode & 0o777).toBe(0o600)
    expect((await stat(stateDir)).mode & 0o777).toBe(0o700)
    writePromptState(stateDir, null)
    expect(await readFile(file(), 'utf8')).toBe('')
    expect(readPromptState(stateDir)).toBeNull()
    expect(await readdir(stateDir)).toEqual(['prompt'])
  })

  test('is written only when it changes, and not made to say that nothing runs', async () => {
    writePromptState(stateDir, null)
    await expect(stat(stateDir)).rejects.toMatchObject({ code: 'ENOENT' })
    writePromptState(stateDir, report)
    const { ino } = await stat(file())
    writePromptState(stateDir, report)
    expect((await stat(file())).ino).toBe(ino)
  })

  test('is whole at every moment, whoever writes at once', async () => {
    const texts = Array.from({ length: 20 }, (_, at) => `${at}`.repeat(20).slice(0, 30))
    const seen = new Set<string>()
    writePromptState(stateDir, report)
    await Promise.all(
      texts.map(async (text) => {
        writePromptState(stateDir, { start: 1, text })
        seen.add(readPromptState(stateDir)!.text)
      }),
    )
    expect([...seen].filter((text) => !texts.includes(text))).toEqual([])
    expect(await readdir(stateDir)).toEqual(['prompt'])
  })

  test('never makes a command fail', async () => {
    await writeFile(join(folder, 'state'), 'a file where a folder should be')
    writePromptState(stateDir, report)
    removePromptState(stateDir)
    expect(readPromptState(stateDir)).toBeNull()

    const blocked = join(folder, 'blocked')
    await mkdir(join(blocked, 'prompt'), { recursive: true })
    writePromptState(blocked, report)
    removePromptState(blocked)
    expect(await readdir(blocked)).toEqual(['prompt'])
  })

  test.skipIf(process.getuid?.() === 0)('is left alone in a folder that cannot be written', async () => {
    await mkdir(stateDir, { recursive: true })
    await chmod(stateDir, 0o500)
    writePromptState(stateDir, report)
    expect(await readdir(stateDir)).toEqual([])
    await chmod(stateDir, 0o700)
  })

  test('goes, and going twice is no failure', async () => {
    writePromptState(stateDir, report)
    removePromptState(stateDir)
    removePromptState(stateDir)
    expect(await readdir(stateDir)).toEqual([])
  })

  test.each(['', 'x\ty\n', '1772442000', '-5\tx\n', '1\tx', `${'9'.repeat(13)}\tx\n`, '1\tx\ny\n'])(
    'says nothing when it holds %j',
    async (text) => {
      await mkdir(stateDir, { recursive: true })
      await writeFile(file(), text)
      expect(readPromptState(stateDir)).toBeNull()
    },
  )
})

describe('the text of the prompt', () => {
  test.each([
    ['write report', 'write report'],
    ['100% of $HOME\\`id`!', '100％ of ＄HOME＼｀id｀！'],
    [' two\r\nlines\tand a tab ', 'two lines and a tab'],
    ['\u001b[31mred\u0007', '␛[31mred␇'],
    ['right\u202eto left', 'rightto left'],
    ['🙂'.repeat(50), `${'🙂'.repeat(39)}…`],
    ['x'.repeat(40), 'x'.repeat(40)],
  ])('of %j is %j', (text, shown) => {
    expect(promptText(text)).toBe(shown)
  })

  test('is one short line without anything that a shell expands, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const shown = promptText(text)
        expect(shown).not.toMatch(/[%\\$`!\u0000-\u001f\u007f-\u009f]/)
        expect(Array.from(shown).length).toBeLessThanOrEqual(40)
        expect(promptText(shown)).toBe(shown)
      }),
      { numRuns: 2000 },
    )
  })
})

test.each([
  [null, 0, ''],
  [report, 0, '⏱ write report 0:00'],
  [report, 3930, '⏱ write report 1:05'],
  [report, 100 * 3600, '⏱ write report 100:00'],
  [report, -30, '⏱ write report 0:00'],
  [{ ...report, text: '' }, 60, '⏱ 0:01'],
])('the segment of %j after %d seconds is %j', (state, seconds, text) => {
  expect(segmentText(state, report.start + seconds)).toBe(text)
})

test.each([
  [{}, '/home/ada/.local/state/goalixa'],
  [{ XDG_STATE_HOME: '/state' }, '/state/goalixa'],
  [{ XDG_STATE_HOME: 'state' }, '/home/ada/.local/state/goalixa'],
  [{ XDG_STATE_HOME: '/state', GOALIXA_STATE_DIR: '/own' }, '/own'],
  [{ GOALIXA_STATE_DIR: '' }, '/home/ada/.local/state/goalixa'],
])('the folder for %j is %s', (env, folderName) => {
  expect(readEnvironment(env, '/home/ada').stateDir).toBe(folderName)
})

test('the state of a replica is what runs in it', async () => {
  const replica = await openReplica({
    storage: openSqliteStorage({ path: ':memory:' }),
    userId: randomUUID(),
    now: () => 1_772_449_200_000,
    random: (bytes) => randomBytes(bytes),
  })
  const start = '2026-03-02T09:00:00Z'
  try {
    expect(await promptStateOf(replica)).toBeNull()
    await writeIntent(
      replica,
      'timer.start',
      (view, draft, newId) =>
        createEntry(view, draft, { description: 'write report', start, end: null }, newId),
      v7,
    )
    expect(await promptStateOf(replica)).toEqual(report)
    await writeIntent(replica, 'timer.stop', (view, draft) => stopTimer(view, draft, undefined), v7)
    expect(await promptStateOf(replica)).toBeNull()
    await writeIntent(
      replica,
      'timer.start',
      async (view, draft, newId) => {
        const taskId = await createTask(view, draft, { title: 'The task' }, newId)
        return taskId
      },
      v7,
    ).then((taskId) =>
      writeIntent(
        replica,
        'timer.start',
        (view, draft, newId) => createEntry(view, draft, { taskId, start, end: null }, newId),
        v7,
      ),
    )
    expect(await promptStateOf(replica)).toEqual({ ...report, text: 'The task' })
  } finally {
    await replica.close()
  }
})
