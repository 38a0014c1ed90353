import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseMoment } from '@goalixa/domain/dates'
import { parseRange } from '@goalixa/domain/ranges'
import { openReplica } from '@goalixa/replica/replica'
import type { Replica } from '@goalixa/replica/replica'
import { openSqliteStorage } from '@goalixa/replica/sqlite-storage'
import { v7 } from 'uuid'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLocalSettings } from './local-settings.ts'
import { createLocalTimer } from './local-timer.ts'
import { machineClocks, removeClocks, takeSleep } from './sleep-clocks.ts'

let stateDir: string
let replica: Replica
/** The machine: what its clocks say moves only here. */
let machine: ReturnType<typeof machineClocks>
const awake = (minutes: number) => {
  machine = {
    wall: machine.wall + minutes * 60,
    boot: machine.boot + minutes * 60,
    awake: machine.awake + minutes * 60,
  }
}
const asleep = (minutes: number) => {
  machine = { ...machine, wall: machine.wall + minutes * 60, boot: machine.boot + minutes * 60 }
}

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'goalixa-sleep-'))
  machine = { wall: Date.parse('2026-03-02T09:00:00Z') / 1000, boot: 500, awake: 400 }
  replica = await openReplica({
    storage: openSqliteStorage({ path: ':memory:' }),
    userId: randomUUID(),
    now: () => machine.wall * 1000,
    random: (bytes) => randomBytes(bytes),
  })
})
afterEach(async () => {
  await replica.close()
  await rm(stateDir, { recursive: true })
})

const parts = () => ({ withReplica: (work: (from: Replica) => Promise<never>) => work(replica), newId: v7 })
const timer = () => createLocalTimer(parts() as never)
const settings = () => createLocalSettings(parts() as never)
const start = (description: string) => timer().start({ description })
/** What a command says at its end. */
const told = (zone = 'Europe/Berlin') => takeSleep(replica, { stateDir, clocks: () => machine, zone })

describe('E16: a sleep of the machine, found at the next command', () => {
  test('is told once, with what to type', async () => {
    const { id } = await start('deep')
    expect(await told()).toEqual([])
    awake(130)
    asleep(55)
    awake(15)
    const tail = id.slice(-6)
    expect(await told()).toEqual([
      'The machine slept for about 55m between 10:00 and 13:20 while "deep" ran',
      `try: goalixa split ${tail} --break 12:25-13:20, or goalixa stop --at 12:25`,
    ])
    expect(await told()).toEqual([])
  })

  test('is placed exactly where the command before it was the last thing done', async () => {
    await start('')
    await told()
    asleep(60)
    awake(1)
    expect((await told())[0]).toBe('The machine slept from about 10:01 to 11:01 while the timer ran')
  })

  test('is told of an entry that this very command has stopped', async () => {
    const { id } = await start('deep')
    await told()
    asleep(60)
    awake(30)
    await timer().stop({})
    const tail = id.slice(-6)
    expect((await told())[1]).toBe(
      `try: goalixa edit ${tail} --to 10:30, or goalixa split ${tail} --break RANGE`,
    )
    expect(await readdir(stateDir)).toEqual([])
  })

  test('over midnight the times have their days, and can be typed as they are', async () => {
    await start('late')
    await told()
    awake(12 * 60)
    asleep(9 * 60)
    const [words, hint] = await told()
    expect(words).toContain('between 2026-03-02 10:00 and 2026-03-03 07:00')
    const [, range, at] = /--break "(.*)", or goalixa stop --at "(.*)"$/.exec(hint!)!
    const dates = { now: machine.wall, zone: 'Europe/Berlin', weekStart: 1 }
    const gap = [Date.parse('2026-03-02T21:00:00Z') / 1000, machine.wall]
    expect(parseRange(range!, dates)).toMatchObject({ start: gap[0], end: gap[1] })
    expect(parseMoment(at!, dates, 'past').instant).toBe(gap[0])
  })

  test('the idle threshold of the settings decides what is worth a word', async () => {
    await start('deep')
    await settings().update({ idleThresholdSeconds: 3600 })
    await told()
    asleep(59)
    expect(await told()).toEqual([])
    asleep(60)
    expect(await told()).toHaveLength(2)
  })

  test('nothing is said where no timer ran, after signing out, or of a file that makes no sense', async () => {
    await told()
    asleep(60)
    await start('deep')
    expect(await told()).toEqual([])
    asleep(60)
    removeClocks(stateDir)
    expect(await told()).toEqual([])
    asleep(60)
    await writeFile(join(stateDir, 'clocks'), 'half a fi')
    expect(await told()).toEqual([])
  })

  test('the clocks of this machine agree on how long it has run', () => {
    const { boot, awake: counted } = machineClocks()
    expect(counted).toBeGreaterThan(0)
    expect(boot).toBeGreaterThan(counted - 1)
  })
})
