import { describe, expect, it } from 'vitest'
import { aFullSnapshot, aGoal, anEntry, aSnapshot } from '../testing/snapshots.ts'
import { connectionWords, leftWords, minutesText, sinceWords, snapshotWords, stopwatchText } from './watch.ts'

const dates = { now: Date.parse('2026-03-02T14:05:10Z') / 1000, zone: 'Europe/Berlin', weekStart: 1 }

describe('one moment, for a pipe', () => {
  it('tells what runs, today, the goals, and nothing of a server that has everything', () => {
    expect(snapshotWords(aSnapshot(), true).split('\n')).toEqual(
      [
        'Running "write report" · Thesis · +deep since 14:02, 1h 3m 10s  (000001)',
        'Today: 3h 33m 10s',
        '',
        'ID      DATE        START  END          TIME  TEXT          PROJECT  LABELS',
        '000001  2026-03-02  14:02  running  1h 3m 10s  write report  Thesis   +deep',
        '000002  2026-03-02  09:00  11:30       2h 30m  meeting',
        '',
        'ID      WEEK      TITLE      LABEL      TIME  TARGET  DONE      LEFT',
        '000009  2026-W10  deep work  +deep  6h 12m     10h  62 %  3h 48m left',
      ].map((line) => expect.stringMatching(patternOf(line)) as string),
    )
  })

  it('says what waits, and that the server was not reached', () => {
    const waiting = aSnapshot({ pending: 2 })
    expect(snapshotWords(waiting, true)).toMatch(/\n\nServer: live · 2 changes wait$/)
    expect(snapshotWords(waiting, false)).toMatch(
      /\n\nServer: offline · 2 changes wait · last exchange 15:00$/,
    )
  })

  it('lists tasks, to-dos, habits, goals and what is due (E15)', () => {
    const words = snapshotWords(aFullSnapshot(), true)
    for (const one of [
      /pay rent/,
      /\[ \] pack the bag/,
      /read .*5 days/,
      /write the thesis/,
      /1 reminder due: call Ada/,
    ])
      expect(words).toMatch(one)
  })

  it('is short when there is nothing', () => {
    const nothing = aSnapshot({
      running: null,
      today: { date: '2026-03-02', seconds: 0, entries: [] },
      weeklyGoals: [],
    })
    expect(snapshotWords(nothing, true)).toBe('No timer is running. Today: 0m')
  })
})

describe('the parts of the screen', () => {
  it.each([
    [0, '0:00:00'],
    [3753, '1:02:33'],
    [100 * 3600, '100:00:00'],
    [-5, '0:00:00'],
  ])('counts %i seconds as %s', (seconds, text) => {
    expect(stopwatchText(seconds)).toBe(text)
  })

  it('leaves seconds out, except where there is nothing else', () => {
    expect([0, 59, 60, 3753].map(minutesText)).toEqual(['0m', '59s', '1m', '1h 2m'])
    expect(leftWords({ trackedSeconds: 3753, targetSeconds: 7200 })).toBe('58m left')
    expect(leftWords({ trackedSeconds: 7200, targetSeconds: 7200 })).toBe('reached')
  })

  it('says since when, with the day when that is another one', () => {
    expect(sinceWords(anEntry({ start: '2026-03-02T13:02:00Z' }), dates)).toBe('since 14:02')
    expect(sinceWords(anEntry({ start: '2026-03-01T21:30:00Z' }), dates)).toBe('since Sun 2026-03-01 22:30')
  })

  it('says how the connection is, and what waits', () => {
    const of = (over: Parameters<typeof aSnapshot>[0]) => aSnapshot(over)
    expect(connectionWords('live', of({}))).toBe('live')
    expect(connectionWords('reconnecting', of({ pending: 1 }))).toBe('reconnecting · 1 change waits')
    expect(connectionWords('offline', of({ lastSyncAt: '2026-02-27T09:00:00Z' }))).toBe(
      'offline · last exchange 2026-02-27 10:00',
    )
    expect(connectionWords('offline', of({ lastSyncAt: null }))).toBe('offline')
    expect(connectionWords('signed_out', of({ pending: 3 }))).toMatch(
      /goalixa auth login.* · 3 changes wait$/,
    )
  })

  it('has goals of any size', () => {
    expect(leftWords(aGoal({ trackedSeconds: 0, targetSeconds: 60 }))).toBe('1m left')
  })
})

/** The widths of columns are the business of the table. */
const patternOf = (line: string) =>
  new RegExp(`^${line.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(/ +/g, ' +')}$`)
