import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import {
  aFullSnapshot,
  aGoal,
  aHabit,
  anEntry,
  aReminder,
  aSnapshot,
  aTask,
  entries,
  goals,
  now,
} from '../testing/snapshots.ts'
import { firstInterface } from './interface-state.ts'
import type { Interface } from './interface-state.ts'
import type { WatchScreenProps } from './watch-screen.ts'

// Colours are possible here, so that a screen without them is known to leave them out.
process.env['FORCE_COLOR'] = '1'
const { renderToString } = await import('ink')
const { createElement } = await import('react')
const { WatchScreen } = await import('./watch-screen.ts')

function draw(over: Partial<WatchScreenProps> = {}): string[] {
  const props: WatchScreenProps = {
    snapshot: aSnapshot(),
    catalogue: undefined,
    connection: 'live',
    ui: firstInterface,
    drawings: true,
    dates: { now, zone: 'Europe/Berlin', weekStart: 1 },
    columns: 80,
    rows: 24,
    colour: false,
    ...over,
  }
  return renderToString(createElement(WatchScreen, props), { columns: props.columns }).split('\n')
}
const without = (lines: readonly string[]) => lines.filter((line) => line !== '')

describe('the screen', () => {
  test('shows every pane on 80 x 24, side by side', () => {
    const lines = draw({ snapshot: aFullSnapshot() })
    expect(lines).toHaveLength(24)
    expect(without(lines)).toMatchInlineSnapshot(`
      [
        " Goalixa                                                  Mon 2026-03-02  15:05",
        " ▶ write report                                                         1:03:10",
        "   Thesis · +deep · since 14:02",
        " ▸ Today                         3h 33m     Tasks                     1 overdue",
        "   █████████████············▄█████▄         [ ] pay rent             late 02-27",
        "   09   10   11   12    13   14   15        [ ] review                    today",
        " › 14:02–now     1h 3m  write report        [ ] pack the bag              to-do",
        "   09:00–11:30  2h 30m  meeting",
        "                                            Habits                  1 of 2 done",
        "   Reminders                      1 due     [ ] read                     5 days",
        "   14:30  call Ada                          [x] run                      5 days",
        "                                            Goals",
        "                                            deep work      ████▍··  3h 48m left",
        "                                            write the the… ███▌···           2h",
        " ● live         s start  x stop  w switch  / search  Tab pane  ? keys  q leaves",
      ]
    `)
  })

  test('stacks them on 40 x 15', () => {
    const lines = draw({ columns: 40, rows: 15, snapshot: aFullSnapshot() })
    expect(lines).toHaveLength(15)
    expect(without(lines)).toMatchInlineSnapshot(`
      [
        " ▶ write report                 1:03:10",
        "   Thesis · +deep · since 14:02",
        " ▸ Today                3h 33m · 1 more",
        "   █████████████············▄█████▄",
        " › 14:02–now     1h 3m  write report",
        "   Reminders                      1 due",
        "   14:30  call Ada",
        "   Tasks             1 overdue · 2 more",
        "   [ ] pay rent              late 02-27",
        "   Habits          1 of 2 done · 1 more",
        "   [ ] read                      5 days",
        "   Goals                         1 more",
        "   deep work       ████▍··  3h 48m left",
        " ● live      / search  ? keys  q leaves",
      ]
    `)
  })

  test('without drawings the bars are plain characters', () => {
    expect(draw({ drawings: false, snapshot: aFullSnapshot() }).join('\n')).toMatch(/ =+\.+-=+-/)
  })

  test('marks the pane and the row that are chosen', () => {
    const ui: Interface = { ...firstInterface, focus: 'habits', at: { ...firstInterface.at, habits: 1 } }
    const text = draw({ ui, snapshot: aFullSnapshot() }).join('\n')
    expect(text).toContain('▸ Habits')
    expect(text).toContain('› [x] run')
    expect(text).not.toContain('▸ Today')
  })

  test.each([
    [{ kind: 'keys' }, /Keys, any of them goes back/],
    [{ kind: 'prompt', line: 'write +de' }, /^ Start: write \+de▏$/m],
    [{ kind: 'palette', purpose: 'search', typed: 'rent', at: 0 }, /› task {5}pay rent +start/],
    [{ kind: 'palette', purpose: 'switch', typed: 'zzz', at: 0 }, /Switch to: zzz▏\n +Nothing fits/],
    [{ kind: 'doubt', words: 'It starts in the future', act: { do: 'stop' } }, /in the future\. Go on\? y n/],
  ] satisfies [Interface['mode'], RegExp][])('draws %j', (mode, expected) => {
    expect(draw({ ui: { ...firstInterface, mode }, snapshot: aFullSnapshot() }).join('\n')).toMatch(expected)
  })

  test('what failed is a line of its own, or in place of the last on a small screen', () => {
    const ui: Interface = { ...firstInterface, notice: { words: 'Nothing runs · try: s', isFailure: true } }
    expect(draw({ ui }).at(-2)).toContain('Nothing runs · try: s')
    expect(draw({ ui, columns: 30, rows: 8 }).at(-1)).toContain('Nothing runs · try: s')
  })

  test('goes on counting between two snapshots', () => {
    const later = draw({ dates: { now: now + 3600, zone: 'Europe/Berlin', weekStart: 1 } }).join('\n')
    expect(later).toContain('2:03:10')
    expect(later).toMatch(/Today +4h 33m/)
    expect(later).toContain('14:02–now     2h 3m')
  })

  test('counts nothing while nothing runs', () => {
    const idle = draw({
      snapshot: aSnapshot({ running: null, today: { date: '2026-03-02', seconds: 9000, entries: [] } }),
      dates: { now: now + 3600, zone: 'Europe/Berlin', weekStart: 1 },
    }).join('\n')
    expect(idle).toContain('■ No timer is running')
    expect(idle).toMatch(/Today +2h 30m/)
  })

  test('tells what it leaves out', () => {
    const today = { date: '2026-03-02', seconds: 9000, entries: entries(40) }
    const lines = draw({ snapshot: aSnapshot({ today, weeklyGoals: goals(12) }) })
    expect(lines).toHaveLength(24)
    const text = lines.join('\n')
    const shown = text.match(/ entry \d+/g)!.length
    expect(text).toContain(`${40 - shown} more`)
    expect(text.match(/ goal \d+/g)).toHaveLength(12)
  })

  test('an entry that began yesterday shows the part of today', () => {
    const entry = anEntry({ start: '2026-03-01T20:00:00Z', end: '2026-03-02T00:15:00Z' })
    const today = { date: '2026-03-02', seconds: 4500, entries: [entry] }
    expect(draw({ snapshot: aSnapshot({ running: null, today }) }).join('\n')).toContain(
      '00:00–01:15  1h 15m',
    )
  })

  test('yesterday is not called today when nothing new could be read', () => {
    const text = draw({ dates: { now: now + 86_400, zone: 'Europe/Berlin', weekStart: 1 } }).join('\n')
    expect(text).toMatch(/Mon 2026-03-02 +3h 33m/)
  })

  test('says so when the server is away, and what waits', () => {
    const footer = draw({ connection: 'offline', snapshot: aSnapshot({ pending: 2 }) }).at(-1)!
    expect(footer).toMatch(/^ ○ offline · 2 changes wait · last exchange 15:00 .*q leaves$/)
  })
})

describe('whatever there is', () => {
  const texts = ['x'.repeat(300), 'نوشتن گزارش 📝 '.repeat(20), '会議'.repeat(60), '\u001b[2J\u0007\r\nx', '']

  test.each(
    [
      [80, 24],
      [40, 12],
      [28, 6],
      [16, 4],
      [200, 50],
    ].flatMap(([columns, rows]) => texts.map((text) => [columns!, rows!, text] as const)),
  )('nothing leaves a screen of %i x %i', (columns, rows, text) => {
    const entry = anEntry({ description: text, project: text, labels: [text, text] })
    const lines = draw({
      columns,
      rows,
      snapshot: aSnapshot({
        running: entry,
        today: { date: '2026-03-02', seconds: 1, entries: [entry, ...entries(30)] },
        weeklyGoals: [aGoal({ title: text }), ...goals(5)],
        tasks: [aTask({ title: text }), aTask()],
        habits: [aHabit({ name: text }), aHabit()],
        reminders: [aReminder({ title: text })],
      }),
    })
    expect(lines.length).toBeLessThanOrEqual(rows)
    for (const one of lines) expect(stringWidth(one)).toBeLessThanOrEqual(columns)
    expect(lines.join('\n')).not.toMatch(/[\u001b\u0007\r]/)
  })

  test('without colour there are none, with it what runs is green', () => {
    expect(draw().join('\n')).not.toContain('\u001b')
    expect(draw({ colour: true }).join('\n')).toContain('\u001b[32m▶ write report')
  })
})
