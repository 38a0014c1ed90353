import * as fc from 'fast-check'
import { AppError } from '@goalixa/contracts/errors'
import { describe, expect, test } from 'vitest'
import { parseFilter } from './parse.ts'
import { printFilter } from './print.ts'
import { anyTree, placeless } from './testing.ts'
import type { FilterKind } from './tree.ts'

/** What was written, and the same as it is printed. */
const understood: readonly (readonly [FilterKind, string, string])[] = [
  ['tasks', 'report', 'report'],
  ['tasks', '  quarterly   report ', 'quarterly report'],
  ['tasks', '"quarterly report"', '"quarterly report"'],
  ['tasks', '"a \\"quote\\" and \\\\"', '"a \\"quote\\" and \\\\"'],
  ['tasks', '+urgent', '+urgent'],
  ['tasks', '+"deep work"', '+"deep work"'],
  ['tasks', '-urgent', 'not +urgent'],
  ['tasks', '-"deep work"', 'not +"deep work"'],
  ['tasks', '-+urgent', 'not +urgent'],
  ['tasks', '--urgent', 'not not +urgent'],
  ['tasks', 'not urgent', 'not urgent'],
  ['tasks', 'NOT +urgent', 'not +urgent'],
  ['tasks', '+a +b', '+a +b'],
  ['tasks', '+a and +b', '+a +b'],
  ['tasks', '+a AND +b', '+a +b'],
  ['tasks', '+a or +b', '+a or +b'],
  ['tasks', '+a +b or +c', '+a +b or +c'],
  ['tasks', '+a (+b or +c)', '+a (+b or +c)'],
  ['tasks', '(+a +b) or +c', '+a +b or +c'],
  ['tasks', '((+a))', '+a'],
  ['tasks', '+a(+b)', '+a +b'],
  ['tasks', '-(+a or +b)', 'not (+a or +b)'],
  ['tasks', 'not (+a +b)', 'not (+a +b)'],
  ['tasks', 'not +a +b', 'not +a +b'],
  ['tasks', 'project:ops', 'project:ops'],
  ['tasks', 'PROJECT:ops', 'project:ops'],
  ['tasks', 'project=ops', 'project:ops'],
  ['tasks', 'project:"my project"', 'project:"my project"'],
  ['tasks', 'project:none', 'project:none'],
  ['tasks', 'project:"none"', 'project:"none"'],
  ['tasks', '-project:ops', 'not project:ops'],
  ['tasks', 'project:ops due<fri +urgent or tracked>2h', 'project:ops due<fri +urgent or tracked>2h'],
  ['tasks', 'status:open', 'status:open'],
  ['tasks', 'priority:high', 'priority:high'],
  ['tasks', 'priority>low', 'priority>low'],
  ['tasks', 'priority<=medium', 'priority<=medium'],
  ['tasks', 'due<fri', 'due<fri'],
  ['tasks', 'due<=fri', 'due<=fri'],
  ['tasks', 'due>fri', 'due>fri'],
  ['tasks', 'due>=fri', 'due>=fri'],
  ['tasks', 'due=fri', 'due:fri'],
  ['tasks', 'due:none', 'due:none'],
  ['tasks', 'due<"17 aug"', 'due<"17 aug"'],
  ['tasks', 'due<2026-03-02T09:00:00Z', 'due<2026-03-02T09:00:00Z'],
  ['tasks', 'scheduled:today', 'scheduled:today'],
  ['tasks', 'completed>=yesterday', 'completed>=yesterday'],
  ['tasks', 'created>=2026-01-01', 'created>=2026-01-01'],
  ['tasks', 'estimate>1h', 'estimate>1h'],
  ['tasks', 'estimate:none', 'estimate:none'],
  ['tasks', 'tracked>2h', 'tracked>2h'],
  ['tasks', 'tracked:0m', 'tracked:0m'],
  ['tasks', 'title:"a report"', 'title:"a report"'],
  ['tasks', 'description:call', 'description:call'],
  ['tasks', 'is:overdue', 'is:overdue'],
  ['tasks', 'is:blocked', 'is:blocked'],
  ['tasks', 'label:urgent', 'label:urgent'],
  ['tasks', 'running', 'running'],
  ['tasks', '-running', 'not running'],
  ['tasks', '+running', '+running'],
  ['tasks', '"running"', '"running"'],
  ['tasks', '9:00', '9:00'],
  ['tasks', "don't", "don't"],
  ['timeEntries', 'start>=monday', 'start>=monday'],
  ['timeEntries', 'end<today', 'end<today'],
  ['timeEntries', 'end:none', 'end:none'],
  ['timeEntries', 'duration>30m', 'duration>30m'],
  ['timeEntries', 'duration<=1:30', 'duration<=1:30'],
  ['timeEntries', 'billable:yes', 'billable:yes'],
  ['timeEntries', 'source:import', 'source:import'],
  ['timeEntries', 'source:import:toggl', 'source:import:toggl'],
  ['timeEntries', 'is:running or running', 'is:running or running'],
  ['timeEntries', 'meeting -billable:no', 'meeting not billable:no'],
]

describe('a filter that is understood', () => {
  test.each(understood)('%s: %s', (kind, text, printed) => {
    expect(printFilter(parseFilter(text, kind))).toBe(printed)
    expect(printFilter(parseFilter(printed, kind))).toBe(printed)
  })
})

/** What was written, where it is wrong (counted from 0), and a part of what is said of it. */
const refused: readonly (readonly [FilterKind, string, number, string])[] = [
  ['tasks', '', 0, 'empty'],
  ['tasks', '   ', 0, 'empty'],
  ['tasks', '+a or', 5, 'missing at the end'],
  ['tasks', '+a and', 6, 'missing at the end'],
  ['tasks', 'not', 3, 'missing at the end'],
  ['tasks', 'or +a', 0, 'missing before or'],
  ['tasks', '+a or or +b', 6, 'missing before or'],
  ['tasks', '()', 1, 'missing before )'],
  ['tasks', '(+a', 0, 'never closed'],
  ['tasks', '+a)', 2, 'never opened'],
  ['tasks', '+', 1, 'name of a label is missing'],
  ['tasks', '+a - b', 4, 'name of a label is missing'],
  ['tasks', 'due<', 4, 'a value after due< is missing'],
  ['tasks', 'due: fri', 4, 'a value after due: is missing'],
  ['tasks', '+a prio:high', 3, 'did you mean priority?'],
  ['tasks', 'duedate<fri', 0, 'did you mean due?'],
  ['tasks', 'trakced>2h', 0, 'did you mean tracked?'],
  ['tasks', 'billable:yes', 0, 'a task has no billable'],
  ['timeEntries', 'due<fri', 0, 'a time entry has no due'],
  ['timeEntries', 'priority:high', 0, 'a time entry has no priority'],
  ['tasks', 'http://example.org', 0, 'there is no field http'],
  ['tasks', 'project<ops', 7, 'compared with : only'],
  ['tasks', 'status>open', 6, 'compared with : only'],
  ['tasks', '"open', 0, 'never closed'],
  ['tasks', '+a project:"open', 11, 'never closed'],
  ['tasks', '"a"b', 3, 'a space is missing'],
  ['tasks', 'a"b"', 1, 'a quote stands inside'],
  ['tasks', '""', 0, 'nothing between the quotes'],
]

describe('a filter that is not understood tells where (D21)', () => {
  test.each(refused)('%s: %s', (kind, text, position, words) => {
    const error = failureOf(text, kind)
    expect(error.code).toBe('filter.invalid')
    expect(error.fields).toEqual([{ path: 'filter', message: expect.stringContaining(words), position }])
    expect(error.message).toContain(`character ${position + 1}: `)
  })
})

function failureOf(text: string, kind: FilterKind): AppError {
  try {
    parseFilter(text, kind)
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error(`${text} was understood`)
}

describe('bounds', () => {
  test('length, depth and conditions end at a bound', () => {
    expect(failureOf('a'.repeat(2001), 'tasks').message).toContain('longer than 2000')
    expect(failureOf(`${'('.repeat(60)}a${')'.repeat(60)}`, 'tasks').message).toContain('more than 50 deep')
    expect(failureOf(`${'-'.repeat(60)}a`, 'tasks').message).toContain('more than 50 deep')
    expect(failureOf('not '.repeat(60), 'tasks').message).toContain('more than 50 deep')
    expect(failureOf('a '.repeat(101), 'tasks').message).toContain('more than 100 conditions')
    expect(parseFilter(`${'('.repeat(49)}a${')'.repeat(49)}`, 'tasks').type).toBe('text')
    expect(parseFilter('a '.repeat(100), 'tasks').type).toBe('and')
  })

  test('the longest filters are read in one go', () => {
    const started = performance.now()
    for (const unit of ['-', '(', '"', '\\"', '+', 'due<', 'a<', ' ', 'not ', 'or ', '-a:']) {
      try {
        parseFilter(unit.repeat(2000 / unit.length), 'tasks')
      } catch (error) {
        expect(error).toBeInstanceOf(AppError)
      }
    }
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

describe('any filter', () => {
  test.each(['tasks', 'timeEntries'] as const)('of %s is read again as it was printed', (kind) => {
    fc.assert(
      fc.property(anyTree(kind), (tree) => {
        const printed = printFilter(tree)
        fc.pre(printed.length <= 2000)
        const read = parseFilter(printed, kind)
        expect(placeless(read)).toEqual(placeless(tree))
        expect(placeless(parseFilter(printFilter(read), kind))).toEqual(placeless(read))
      }),
    )
  })

  test('any text is understood or refused with its place', () => {
    const pieces = [
      '(',
      ')',
      '+',
      '-',
      '"',
      '\\',
      ' ',
      'and',
      'or',
      'not',
      'due',
      '<',
      '>=',
      ':',
      'fri',
      'running',
      'é',
    ]
    const junk = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(junk, (text) => {
        try {
          parseFilter(text, 'tasks')
        } catch (error) {
          expect(error).toBeInstanceOf(AppError)
          const { code, fields } = error as AppError
          expect(code).toBe('filter.invalid')
          expect(fields[0]!.position).toBeLessThanOrEqual(text.length)
        }
      }),
      { numRuns: 2000 },
    )
  })
})
