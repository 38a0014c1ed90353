/** Reports in every form, with text that means harm in each of them (features 6.9). */
import type { DetailedReport, Report, WeeklyReport } from '@goalixa/contracts/reports'
import { parseRounding } from '@goalixa/domain/rounding'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anEntry } from '../testing/snapshots.ts'
import { reportText } from './report-forms.ts'
import type { ReportForm } from './report-forms.ts'
import type { Paper } from './report-text.ts'

const totals = (attributedSeconds: number, overlapSeconds = 0): Report['totals'] => ({
  wallClockSeconds: attributedSeconds - overlapSeconds,
  attributedSeconds,
  overlapSeconds,
  untimedSeconds: 0,
  untaggedSeconds: 0,
  multiLabelSeconds: 0,
  billableSeconds: 0,
})
const head = {
  from: '2026-03-02',
  to: '2026-03-04',
  zone: 'UTC',
  weekStart: 1,
  days: 2,
  asOf: '2026-03-03T12:00:00Z',
}
const detailed = (description: string, project: string | null = 'Thesis'): DetailedReport => ({
  ...head,
  by: 'day',
  totals: totals(7200),
  groups: [
    { key: '2026-03-02', name: '2026-03-02', seconds: 1800, share: 0.25 },
    { key: '2026-03-03', name: '2026-03-03', seconds: 5400, share: 0.75 },
  ],
  entries: [
    {
      ...anEntry({ description, project, labels: ['deep'], start: '2026-03-02T23:30:00Z', end: null }),
      task: null,
      parts: [
        { date: '2026-03-02', start: '2026-03-02T23:30:00Z', end: '2026-03-03T00:00:00Z', seconds: 1800 },
        { date: '2026-03-03', start: '2026-03-03T00:00:00Z', end: '2026-03-03T01:30:00Z', seconds: 5400 },
      ],
    },
  ],
})
const weekly: WeeklyReport = {
  ...head,
  by: 'project',
  totals: totals(12_600, 1800),
  groups: [
    { key: 'a', name: 'Thesis', seconds: 9000, share: 0.7, daySeconds: [5400, 3600] },
    { key: null, name: '(none)', seconds: 3600, share: 0.3, daySeconds: [3600, 0] },
  ],
  byDay: [
    { date: '2026-03-02', totals: totals(9000, 1800) },
    { date: '2026-03-03', totals: totals(3600) },
  ],
}
const summary: Report = { ...head, by: 'project', totals: weekly.totals, groups: weekly.groups }

const piped: Paper = { width: undefined, paint: (_, text) => text }
const drawing = (width: number): Paper => ({ ...piped, width, drawings: true })
const textOf = (
  report: Parameters<typeof reportText>[0],
  terminal: Paper = piped,
  form: ReportForm = 'text',
  { round, spreadsheet = false }: { round?: string; spreadsheet?: boolean } = {},
) =>
  reportText(report, {
    form,
    terminal,
    spreadsheet,
    rounding: round === undefined ? undefined : parseRounding(round),
    colours: new Map([['a', '#d9480f']]),
  })

describe('in the terminal', () => {
  it('shows a week as a grid whose lines and columns add up', async () => {
    expect((await textOf(weekly)).split('\n').slice(1, 8)).toEqual([
      'PROJECT     Mon   Tue   ALL',
      'Thesis     1:30  1:00  2:30',
      '(none)     1:00     ·  1:00',
      'all        2:30  1:00  3:30',
      '- overlap  0:30     ·  0:30',
      '- untimed     ·     ·     ·',
      '= clock    2:00  1:00  3:00',
    ])
  })

  it('lists an entry over midnight under both days, and says that it still runs', async () => {
    const lines = (await textOf(detailed('write'))).split('\n')
    expect(lines).toContain('23:30 – 00:00   30m  write  Thesis   +deep')
    expect(lines).toContain('00:00 – now  1h 30m  write  Thesis   +deep')
    expect(lines).toContain('Tue 2026-03-03 · 1h 30m')
  })

  it('fits sixty columns, with pictures', async () => {
    const long = 'x'.repeat(300)
    for (const report of [
      weekly,
      detailed(long, long),
      { ...weekly, groups: [{ ...weekly.groups[0]!, name: long }] },
    ]) {
      const [range, chart, ...lines] = (await textOf(report, drawing(60))).split('\n')
      expect(range).toMatch(/^Mon 2026-03-02 – Tue 2026-03-03/)
      expect(chart).toMatch(/^[▁▂▃▄▅▆▇█·]{2}$/)
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(60)
    }
  })

  it('draws nothing in a pipe, nor where the terminal shows no blocks', async () => {
    for (const terminal of [piped, { ...drawing(80), drawings: false }])
      for (const report of [summary, weekly, detailed('write')])
        expect(await textOf(report, terminal)).not.toMatch(/[▁-█░-▓]/)
  })

  it('speaks in sentences where somebody listens', async () => {
    const words = await textOf(weekly, { ...piped, accessible: true })
    expect(words).toContain('Thesis: Monday 1:30, Tuesday 1:00, all 2:30')
    expect(words).toContain('less overlap, counted more than once: 30m')
    expect(words).not.toMatch(/[▁-█░-▓·] *[▁-█░-▓·]|^- |^= /m)
  })

  it('colours a bar as its project only where it may', async () => {
    const tint = (colour: string, text: string) => `<${colour}>${text}</>`
    expect(await textOf(summary, { ...drawing(80), tint })).toContain('<#d9480f>█')
    expect(await textOf(summary, piped)).not.toContain('#d9480f')
  })

  it('rounds what is shown, says so, and leaves CSV exact', async () => {
    const words = await textOf(weekly, piped, 'text', { round: '1h:up' })
    expect(words).toContain('Thesis     2:00  1:00  3:00')
    expect(words).toContain('Rounded for display to 1h, up')
    expect(await textOf(weekly, piped, 'csv', { round: '1h:up' })).toContain('Thesis,5400,3600,9000,a\r\n')
  })

  it('says in a narrow terminal that seconds are cut off', async () => {
    const odd = { ...weekly, groups: [{ ...weekly.groups[0]!, daySeconds: [5401, 3599] }] }
    expect(await textOf(odd, drawing(60))).toContain('Seconds do not fit here')
    expect(await textOf(odd, piped)).toContain('1:30:01')
  })
})

const hostile = fc.oneof(
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "=cmd|' /C calc'!A0",
    ' +1',
    '@SUM(A1)',
    '-1',
    'a | b\n# c',
    '[x](javascript:alert(1))',
    '`code` *b* _i_ <https://x> www.x.example',
    '\u001b]0;title\u0007\u202e',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
)

describe('text that means harm', () => {
  it('stays text in a page', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (description, project) => {
        const page = await textOf(detailed(description, project), piped, 'html')
        const tags = new Set([...page.matchAll(/<\/?([a-z0-9!]+)/gi)].map(([, name]) => name!.toLowerCase()))
        const ours =
          'a body circle dd div dl doctype dt figure footer g h1 h2 head header html line main meta p rect section span style svg table tbody td text tfoot th thead title tr'
        for (const tag of tags) expect(ours.split(' ').concat('!doctype')).toContain(tag)
        const plain = await textOf(detailed('plain', 'plain'), piped, 'html')
        expect(page.match(/</g)).toHaveLength(plain.match(/</g)!.length)
        expect(page.match(/"/g)).toHaveLength(plain.match(/"/g)!.length)
      }),
    )
  })

  it('loads nothing and runs nothing', async () => {
    for (const report of [summary, weekly, detailed('write')]) {
      const page = await textOf(report, piped, 'html')
      expect(page).toMatch(/^<!doctype html>[^]*<\/html>\n$/)
      expect(page).not.toMatch(/<script|<link|<img|url\(|@import|\bhref=|\bsrc=|\bon[a-z]+=/i)
      expect(page).toContain("default-src 'none'")
      expect(page).toContain('@media print')
      expect(page).toContain('prefers-color-scheme: dark')
    }
  })

  it('does not end a row or a cell of Markdown, and brings no markup', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (description) => {
        const text = await textOf(detailed(description), piped, 'markdown')
        const plain = await textOf(detailed('plain'), piped, 'markdown')
        expect(text.split('\n')).toHaveLength(plain.split('\n').length)
        const bars = (markdown: string) => markdown.replaceAll(/\\./g, '').match(/\|/g)!.length
        expect(bars(text)).toBe(bars(plain))
        expect(text.replaceAll(/\\./g, '')).not.toMatch(/[<`*_[\]!]|:\/\//)
      }),
    )
  })

  it('is one cell of CSV, and no formula in a spreadsheet', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (description) => {
        const exact = await textOf(detailed(description), piped, 'csv')
        expect(cellsOf(exact)[1]![4]).toBe(description)
        const guarded = await textOf(detailed(description), piped, 'csv', { spreadsheet: true })
        expect(guarded.startsWith('\ufeff')).toBe(true)
        const cell = cellsOf(guarded.slice(1))[1]![4]!
        expect(cell).toMatch(/^(?!\s*[=+\-@])/)
        expect(cell.replace(/^'/, '')).toBe(description.replace(/^'/, ''))
      }),
    )
  })
})

/** RFC 4180. */
function cellsOf(csv: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, bare, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? bare ?? '')
    if (end === '\r\n') rows.push([])
    if (end === '') break
  }
  return rows
}

it('makes a calendar of entries, without the one that runs', async () => {
  const running = await textOf(detailed('write'), piped, 'ical')
  expect(running).not.toContain('VEVENT')
  const report = detailed('write')
  const ended = { ...report, entries: [{ ...report.entries[0]!, end: '2026-03-03T01:30:00Z' }] }
  expect((await textOf(ended, piped, 'ical')).match(/BEGIN:VEVENT/g)).toHaveLength(1)
  await expect(textOf(summary, piped, 'ical')).rejects.toThrow('A calendar holds entries')
})
