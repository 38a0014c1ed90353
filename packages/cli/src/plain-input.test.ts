import { reportRoutes } from '@goalixa/contracts/reports'
import { timerRoutes } from '@goalixa/contracts/timer'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readReportQuery, readTimerContinue, readTimerStart, readTimerStop } from './plain-input.ts'
import { readBody, readQuery } from './read-input.ts'

const odd = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '',
    ' a',
    'a ',
    'Å',
    'e\u0301',
    'a\nb',
    '\0',
    '\ud800',
    'x'.repeat(201),
    'x'.repeat(10_001),
  ),
  fc.constantFrom(
    '2026-03-02T09:00:00Z',
    '2026-02-30T09:00:00Z',
    '1899-03-02T09:00:00Z',
    '2026-03-02T09:00:00.5Z',
  ),
  fc.constantFrom(
    '2026-03-02',
    '2026-02-31',
    '2026-3-2',
    'UTC',
    'Europe/Berlin',
    'Mars/Olympus',
    '+02:00',
    'project',
  ),
  fc.constantFrom(null, undefined, true, false, 0, 1, 7, 8, 1.5),
)
const some = (fields: readonly string[]) =>
  fc.dictionary(fc.constantFrom(...fields), fc.oneof(odd, fc.array(odd, { maxLength: 3 })))

/** What it answers, or the words it refuses with. */
async function outcome(read: () => unknown) {
  try {
    return { answer: await read() }
  } catch (error) {
    return { refused: String(error), fields: (error as { fields?: unknown }).fields }
  }
}

describe('input is read as the contract reads it, whether it looks plain or not', () => {
  test.each([
    [
      'start',
      ['description', 'project', 'labels', 'billable', 'at', 'zone', 'source', 'taskId', 'other'],
      readTimerStart,
      (body: object) => readBody(timerRoutes.start.body, body),
    ],
    ['stop', ['at', 'other'], readTimerStop, (body: object) => readBody(timerRoutes.stop.body, body)],
    [
      'continue',
      ['at', 'zone', 'source', 'entryId', 'other'],
      readTimerContinue,
      (body: object) => readBody(timerRoutes.continue.body, body),
    ],
    [
      'report',
      ['from', 'to', 'by', 'zone', 'weekStart', 'project', 'label', 'task', 'other'],
      readReportQuery,
      (query: object) => readQuery(reportRoutes.summary.query, query),
    ],
  ] as const)('%s', async (_, fields, quickly, byContract) => {
    await fc.assert(
      fc.asyncProperty(some(fields), async (input) => {
        expect(await outcome(async () => quickly(input))).toEqual(await outcome(() => byContract(input)))
      }),
      { numRuns: 3_000 },
    )
  })

  test('what people type all day needs no contract', async () => {
    const start = { description: 'write', project: 'Thesis', labels: ['deep'], zone: 'UTC', source: 'cli' }
    expect(readTimerStart({ ...start, at: '2026-03-02T09:00:00Z', taskId: undefined })).not.toBeInstanceOf(
      Promise,
    )
    expect(readTimerStop({ at: undefined })).not.toBeInstanceOf(Promise)
    const week = { from: '2026-03-02', to: '2026-03-09', by: 'project', zone: 'UTC', weekStart: 1 }
    expect(readReportQuery(week)).not.toBeInstanceOf(Promise)
  })
})
