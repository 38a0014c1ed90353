import type { TimedEntry } from '@goalixa/contracts/time-entries'
import { describe, expect, it } from 'vitest'
import { entryTable, entryWords } from './time-entries.ts'
import { cancelledWords, entryTitle, loggedWords, startedWords, statusWords, stoppedWords } from './timer.ts'
import { momentText, spanText } from './times.ts'

const zone = 'Europe/Berlin'
const plain = { width: undefined, paint: (_: string, text: string) => text }
const anEntry = (over: Partial<TimedEntry> = {}): TimedEntry => ({
  id: '019a0000-0000-7000-8000-0000003f2a9c',
  description: 'write report',
  taskId: null,
  projectId: '019a0000-0000-7000-8000-000000000002',
  project: 'Thesis',
  labels: ['deep'],
  start: '2026-03-02T08:00:00Z',
  end: '2026-03-02T09:30:00Z',
  date: null,
  durationSeconds: 5400,
  zone,
  billable: false,
  source: 'cli',
  createdAt: '2026-03-02T09:30:00Z',
  updatedAt: '2026-03-02T09:30:00Z',
  ...over,
})
const running = anEntry({ end: null, durationSeconds: 600 })

describe('words for entries', () => {
  it('name an entry', () => {
    expect(entryTitle(anEntry())).toBe('"write report" · Thesis · +deep')
    expect(entryTitle(anEntry({ description: '', project: null, labels: [] }))).toBe('(no text)')
    expect(entryTitle(anEntry({ description: 'a\n\u001b[1mb' }))).toBe('"a ␛[1mb" · Thesis · +deep')
  })

  it('tell what a timer did', () => {
    expect(startedWords({ ...running, stopped: null }, zone)).toBe(
      'Started "write report" · Thesis · +deep at 09:00  (3f2a9c)',
    )
    expect(startedWords({ ...running, stopped: anEntry({ description: 'mail' }) }, zone).split('\n')[0]).toBe(
      'Stopped "mail" · Thesis · +deep after 1h 30m, 09:00 – 10:30  (3f2a9c)',
    )
    expect(stoppedWords(anEntry({ end: '2026-03-03T09:30:00Z' }), zone)).toContain('09:00 – 2026-03-03 10:30')
    expect(cancelledWords(running)).toBe('Thrown away: "write report" · Thesis · +deep, 10m  (3f2a9c)')
    expect(loggedWords(anEntry())).toBe('Logged 1h 30m of "write report" · Thesis · +deep  (3f2a9c)')
  })

  it('tell the status', () => {
    expect(statusWords({ running: null, todaySeconds: 3600 }, zone)).toBe('No timer is running. Today: 1h')
    expect(statusWords({ running, todaySeconds: 4200 }, zone)).toBe(
      'Running "write report" · Thesis · +deep since 09:00, 10m  (3f2a9c)\nToday: 1h 10m',
    )
  })

  it('list entries', () => {
    expect(entryTable({ items: [running, anEntry()], nextCursor: null }, zone, plain)).toBe(
      [
        'ID      DATE        START  END        TIME  TEXT          PROJECT  LABELS',
        '3f2a9c  2026-03-02  09:00  running     10m  write report  Thesis   +deep',
        '3f2a9c  2026-03-02  09:00  10:30    1h 30m  write report  Thesis   +deep',
      ].join('\n'),
    )
    expect(entryTable({ items: [], nextCursor: null }, zone, plain)).toBe('No time entries.')
  })

  it('show one entry', () => {
    expect(entryWords(anEntry({ billable: true }), zone)).toBe(
      [
        '"write report" · Thesis · +deep · billable',
        'when: Mon 2026-03-02 09:00 – 10:30 +01:00 Europe/Berlin, 1h 30m',
        'id: 019a0000-0000-7000-8000-0000003f2a9c',
        'recorded in Europe/Berlin by cli, changed Mon 2026-03-02 10:30 +01:00 Europe/Berlin',
      ].join('\n'),
    )
  })
})

describe('words for times', () => {
  it('show both offsets when the clocks change in between', () => {
    expect(spanText('2026-03-28T22:00:00Z', '2026-03-29T01:30:00Z', zone)).toBe(
      'Sat 2026-03-28 23:00 +01:00 – Sun 2026-03-29 03:30 +02:00 Europe/Berlin, 3h 30m',
    )
  })

  it('show seconds when there are any', () => {
    expect(momentText('2026-03-02T08:00:07Z', zone)).toBe('Mon 2026-03-02 09:00:07 +01:00 Europe/Berlin')
  })
})
