import { describe, expect, test } from 'vitest'
import { aFullSnapshot, aHabit, anEntry, aTask, now } from '../testing/snapshots.ts'
import { choicesOf, edited, firstInterface, keysIn, pressed } from './interface-state.ts'
import type { Interface, Key } from './interface-state.ts'
import { paneItems } from './panes.ts'

const ended = anEntry({ id: 'ended', description: 'meeting', end: '2026-03-02T10:30:00Z' })
const project = { name: 'Thesis' } as never
const snapshot = aFullSnapshot({ today: { date: '2026-03-02', seconds: now, entries: [anEntry(), ended] } })
const catalogue = {
  tasks: [aTask({ id: 'far', title: 'far away' })],
  projects: [project],
  labels: [],
  entries: [],
}
const seen = { snapshot, catalogue }
const named: Readonly<Record<string, Key>> = {
  Enter: { return: true },
  Esc: { escape: true },
  Tab: { tab: true },
  'Shift-Tab': { tab: true, shift: true },
  Down: { downArrow: true },
  Up: { upArrow: true },
  Backspace: { backspace: true },
}

/** Presses one key after the other: names of keys, `Ctrl-x`, else text. */
function press(keys: readonly string[], from: Interface = firstInterface) {
  return keys.reduce<ReturnType<typeof pressed>>(
    ({ ui }, key) => {
      const ctrl = /^Ctrl-(.)$/.exec(key)?.[1]
      if (ctrl !== undefined) return pressed(ui, ctrl, { ctrl: true }, seen)
      const special = named[key]
      return special === undefined ? pressed(ui, key, {}, seen) : pressed(ui, '', special, seen)
    },
    { ui: from },
  )
}

describe('keys (E13)', () => {
  test.each([
    [['q'], { do: 'leave' }],
    [['Ctrl-c'], { do: 'leave' }],
    [['s', 'Ctrl-c'], { do: 'leave' }],
    [['x'], { do: 'stop' }],
    [['c'], { do: 'continue' }],
    [['u'], { do: 'undo' }],
    [['s', 'write +deep', 'Enter'], { do: 'start', line: 'write +deep' }],
    [['Down', 'Enter'], { do: 'continue', entryId: 'ended' }],
    [['Tab', ' '], { do: 'doneReminder', id: snapshot.reminders[0]!.id }],
    [['Tab', 'Tab', ' '], { do: 'doneTask', id: snapshot.tasks[0]!.id }],
    [['Tab', 'Tab', 'Enter'], { do: 'startTask', id: snapshot.tasks[0]!.id, title: 'pay rent' }],
    [['Tab', 'Tab', 'Down', 'Down', ' '], { do: 'doneTodo', id: snapshot.plan!.todos[0]!.id }],
    [['Tab', 'Tab', 'Down', 'Down', 'Enter'], { do: 'start', line: '-- "pack the bag"' }],
    [['Tab', 'Tab', 'Tab', ' '], { do: 'checkHabit', id: aHabit().id, isDone: false }],
    [['Tab', 'Tab', 'Tab', 'Down', ' '], { do: 'checkHabit', id: snapshot.habits[1]!.id, isDone: true }],
    [['Shift-Tab', 'Shift-Tab', ' '], { do: 'checkHabit', id: aHabit().id, isDone: false }],
    [['/', 'far', 'Enter'], { do: 'startTask', id: 'far', title: 'far away' }],
    [['Ctrl-p', 'und', 'Enter'], { do: 'undo' }],
    [['/', 'thesi', 'Down', 'Esc', 'q'], { do: 'leave' }],
    [['w', 'meeting', 'Enter'], { do: 'continue', entryId: 'ended' }],
    [['?', 'q', 'q'], { do: 'leave' }],
  ])('%j', (keys, act) => {
    expect(press(keys).act).toEqual(act)
  })

  test.each([
    [['Enter'], 'what runs cannot be continued'],
    [[' '], 'an entry cannot be finished'],
    [['?', 'q'], 'any key goes back from the list of keys'],
    [['s', 'q'], 'the prompt takes letters as text'],
    [['s', 'x', 'Esc'], 'escape leaves the prompt'],
    [['/', 'nothing like this', 'Enter'], 'nothing fits'],
  ])('%j asks for nothing: %s', (keys) => {
    expect(press(keys).act).toBeUndefined()
  })

  test('a project from the palette goes into the prompt', () => {
    const { ui } = press(['/', 'thesis', 'Up', 'Up', 'Up'])
    expect(ui.mode.kind).toBe('palette')
    const projects = choicesOf({ purpose: 'search', typed: '' }, seen).filter(
      ({ kind }) => kind === 'project',
    )
    expect(projects).toMatchObject([{ text: 'Thesis', leads: { prompt: ' -p Thesis' } }])
  })

  test('a doubt is done when somebody says yes, and only then', () => {
    const act = { do: 'stop' } as const
    const doubt: Interface = { ...firstInterface, mode: { kind: 'doubt', words: 'sure', act } }
    expect(press(['y'], doubt).act).toEqual(act)
    expect(press(['n'], doubt).act).toBeUndefined()
    expect(press(['Enter'], doubt).ui.mode.kind).toBe('panes')
  })

  test('what was said goes with the next key', () => {
    const told: Interface = { ...firstInterface, notice: { words: 'did it', isFailure: false } }
    expect(press(['Down'], told).ui.notice).toBeUndefined()
  })

  test('a choice that is gone is the last one there', () => {
    const far: Interface = { ...firstInterface, focus: 'tasks', at: { ...firstInterface.at, tasks: 99 } }
    const last = paneItems(snapshot).tasks.at(-1)!
    expect(press([' '], far).act).toEqual({ do: 'doneTodo', id: last.kind === 'todo' ? last.todo.id : '' })
  })
})

describe('a line that is typed', () => {
  test.each([
    ['ab', '', { backspace: true }, 'a'],
    ['a👩‍👩‍👧', '', { delete: true }, 'a'],
    ['', '', { backspace: true }, ''],
    ['write the report', 'w', { ctrl: true }, 'write the '],
    ['abc', 'u', { ctrl: true }, ''],
    ['a', 'b\u0007', {}, 'ab '],
  ])('%j with %j %j is %j', (line, input, key, expected) => {
    expect(edited(line, input, key)).toBe(expected)
  })

  test('keys that come in one piece are pressed one by one', () => {
    expect(keysIn('?\t\r', {}).map(({ input, key }) => [input, ...Object.keys(key)])).toEqual([
      ['?'],
      ['', 'tab'],
      ['', 'return'],
    ])
    expect(keysIn('👩‍👩‍👧', {})).toHaveLength(1)
  })
})
