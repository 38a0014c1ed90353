/** What a key does to the screen, and what it asks to be done: no terminal and no store in here. */
import type { Snapshot } from '../snapshot.ts'
import type { Act } from './acts.ts'
import type { Catalogue, Choice, Leads } from './choices.ts'
import { searchChoices, switchChoices } from './choices.ts'
import { ranked } from './fuzzy.ts'
import type { PaneItems, PaneName } from './panes.ts'
import { paneItems, panesWithItems } from './panes.ts'
import { quoted } from '../start-line.ts'

export type Mode =
  | { readonly kind: 'panes' | 'keys' }
  | { readonly kind: 'prompt'; readonly line: string }
  | {
      readonly kind: 'palette'
      readonly purpose: 'search' | 'switch'
      readonly typed: string
      readonly at: number
    }
  /** Something to say yes to. */
  | { readonly kind: 'doubt'; readonly words: string; readonly act: Act }

export interface Interface {
  readonly focus: PaneName
  /** Which row of each pane is chosen. */
  readonly at: Readonly<Record<PaneName, number>>
  readonly mode: Mode
  readonly notice: { readonly words: string; readonly isFailure: boolean } | undefined
}

/** The keys of a terminal, as ink names them. */
export interface Key {
  readonly upArrow?: boolean
  readonly downArrow?: boolean
  readonly leftArrow?: boolean
  readonly rightArrow?: boolean
  readonly return?: boolean
  readonly escape?: boolean
  readonly tab?: boolean
  readonly shift?: boolean
  readonly ctrl?: boolean
  readonly meta?: boolean
  readonly backspace?: boolean
  readonly delete?: boolean
}

interface Seen {
  readonly snapshot: Snapshot
  readonly catalogue: Catalogue | undefined
}

interface Pressed {
  readonly ui: Interface
  readonly act?: Act
}

export const firstInterface: Interface = {
  focus: 'today',
  at: { today: 0, tasks: 0, habits: 0, goals: 0, reminders: 0 },
  mode: { kind: 'panes' },
  notice: undefined,
}

const panes: Mode = { kind: 'panes' }
const palette = (purpose: 'search' | 'switch'): Mode => ({ kind: 'palette', purpose, typed: '', at: 0 })

export function pressed(before: Interface, input: string, key: Key, seen: Seen): Pressed {
  // What was said has been read by whoever presses the next key.
  const ui = { ...before, notice: undefined }
  if (key.ctrl === true && input === 'c') return { ui, act: { do: 'leave' } }
  const { mode } = ui
  switch (mode.kind) {
    case 'panes':
      return inPanes(ui, input, key, seen)
    case 'keys':
      return { ui: { ...ui, mode: panes } }
    case 'prompt':
      return inPrompt(ui, mode.line, input, key)
    case 'palette':
      return inPalette(ui, mode, input, key, seen)
    case 'doubt': {
      const isYes = input === 'y' || input === 'Y'
      return { ui: { ...ui, mode: panes }, ...(isYes ? { act: mode.act } : {}) }
    }
  }
}

/** Keys that came in one piece, because somebody types fast or a script does, one by one. */
export function keysIn(input: string, key: Key): { readonly input: string; readonly key: Key }[] {
  const isNamed = Object.values(key).includes(true)
  if (isNamed || input.length < 2) return [{ input, key }]
  return [...segmenter.segment(input)].map(({ segment }) => {
    const named = namedKeys[segment]
    return named === undefined ? { input: segment, key } : { input: '', key: named }
  })
}

const namedKeys: Readonly<Record<string, Key>> = {
  '\r': { return: true },
  '\n': { return: true },
  '\r\n': { return: true },
  '\t': { tab: true },
  '\u007f': { backspace: true },
  '\u001b': { escape: true },
}

function inPanes(ui: Interface, input: string, key: Key, { snapshot }: Seen): Pressed {
  const items = paneItems(snapshot)
  const { focus } = ui
  const open = (mode: Mode): Pressed => ({ ui: { ...ui, mode } })
  const act = (wanted: Act): Pressed => ({ ui, act: wanted })
  if (key.tab === true || key.leftArrow === true || key.rightArrow === true) {
    const isBack = key.leftArrow === true || (key.tab === true && key.shift === true)
    return { ui: { ...ui, focus: nextPane(items, focus, isBack ? -1 : 1) } }
  }
  if (key.upArrow === true || input === 'k') return { ui: moved(ui, items, -1) }
  if (key.downArrow === true || input === 'j') return { ui: moved(ui, items, 1) }
  if (key.return === true) return chosen(ui, items, 'begin')
  if (input === '/' || (key.ctrl === true && input === 'p')) return open(palette('search'))
  if (key.ctrl === true || key.meta === true) return { ui }
  switch (input) {
    case 'q':
      return act({ do: 'leave' })
    case 's':
      return open({ kind: 'prompt', line: '' })
    case 'x':
      return act({ do: 'stop' })
    case 'w':
      return open(palette('switch'))
    case 'c':
      return act({ do: 'continue' })
    case 'u':
      return act({ do: 'undo' })
    case ' ':
    case 'd':
      return chosen(ui, items, 'finish')
    case '?':
      return open({ kind: 'keys' })
    default:
      return { ui }
  }
}

/** Enter begins the work that is chosen, the space bar is done with it. */
function chosen(ui: Interface, items: PaneItems, wish: 'begin' | 'finish'): Pressed {
  const at = chosenRow(ui, items)
  switch (ui.focus) {
    case 'today': {
      const entry = items.today[at]
      if (entry === undefined || entry.end === null || wish === 'finish') return { ui }
      return { ui, act: { do: 'continue', entryId: entry.id } }
    }
    case 'tasks': {
      const item = items.tasks[at]
      if (item === undefined) return { ui }
      if (item.kind === 'todo') return { ui, act: todoAct(item.todo, wish) }
      const { id, title } = item.task
      return { ui, act: wish === 'begin' ? { do: 'startTask', id, title } : { do: 'doneTask', id } }
    }
    case 'habits': {
      const habit = items.habits[at]
      if (habit === undefined) return { ui }
      return { ui, act: { do: 'checkHabit', id: habit.id, isDone: habit.today.state === 'done' } }
    }
    case 'reminders': {
      const reminder = items.reminders[at]
      return reminder === undefined ? { ui } : { ui, act: { do: 'doneReminder', id: reminder.id } }
    }
    case 'goals':
      return { ui }
  }
}

function todoAct(
  { id, title, taskId }: { readonly id: string; readonly title: string; readonly taskId: string | null },
  wish: 'begin' | 'finish',
): Act {
  if (wish === 'finish') return { do: 'doneTodo', id }
  return taskId === null
    ? { do: 'start', line: `-- ${quoted(title)}` }
    : { do: 'startTask', id: taskId, title }
}

function inPrompt(ui: Interface, line: string, input: string, key: Key): Pressed {
  if (key.escape === true) return { ui: { ...ui, mode: panes } }
  if (key.return === true) return { ui: { ...ui, mode: panes }, act: { do: 'start', line } }
  return { ui: { ...ui, mode: { kind: 'prompt', line: edited(line, input, key) } } }
}

function inPalette(
  ui: Interface,
  mode: Extract<Mode, { kind: 'palette' }>,
  input: string,
  key: Key,
  seen: Seen,
): Pressed {
  const found = choicesOf(mode, seen)
  const isBack = key.backspace === true || key.delete === true
  if (key.escape === true || (isBack && mode.typed === '')) return { ui: { ...ui, mode: panes } }
  if (key.return === true) {
    const choice = found[mode.at]
    return choice === undefined ? { ui } : follow(ui, choice.leads)
  }
  const step = key.upArrow === true ? -1 : key.downArrow === true || key.tab === true ? 1 : 0
  if (step !== 0) {
    const at = found.length === 0 ? 0 : (mode.at + step + found.length) % found.length
    return { ui: { ...ui, mode: { ...mode, at } } }
  }
  const typed = edited(mode.typed, input, key)
  return { ui: { ...ui, mode: { ...mode, typed, at: typed === mode.typed ? mode.at : 0 } } }
}

function follow(ui: Interface, leads: Leads): Pressed {
  if ('act' in leads) return { ui: { ...ui, mode: panes }, act: leads.act }
  if ('prompt' in leads) return { ui: { ...ui, mode: { kind: 'prompt', line: leads.prompt } } }
  return { ui: { ...ui, mode: leads.open === 'keys' ? { kind: 'keys' } : palette('switch') } }
}

/** What the palette lists, best first. */
export function choicesOf(
  { purpose, typed }: Pick<Extract<Mode, { kind: 'palette' }>, 'purpose' | 'typed'>,
  { snapshot, catalogue }: Seen,
): Choice[] {
  const all = purpose === 'switch' ? switchChoices : searchChoices
  return ranked(typed, all(snapshot, catalogue), ({ text }) => text)
}

/** A line with what was typed at its end; Ctrl-U empties it, Ctrl-W takes the last word off. */
export function edited(line: string, input: string, key: Key): string {
  if (key.backspace === true || key.delete === true) return withoutLast(line)
  if (key.ctrl === true && input === 'u') return ''
  if (key.ctrl === true && input === 'w') return line.replace(/\S*\s*$/, '')
  if (key.ctrl === true || key.meta === true || key.tab === true) return line
  return line + input.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const withoutLast = (line: string): string => {
  const last = [...segmenter.segment(line)].at(-1)
  return last === undefined ? '' : line.slice(0, last.index)
}

function nextPane(items: PaneItems, focus: PaneName, step: 1 | -1): PaneName {
  const there = panesWithItems(items)
  if (there.length === 0) return focus
  const now = there.indexOf(focus)
  if (now < 0) return there[0]!
  return there[(now + step + there.length) % there.length]!
}

/** Lists grow shorter while nobody looks. */
export const chosenRow = ({ focus, at }: Interface, items: PaneItems): number =>
  Math.max(0, Math.min(at[focus], items[focus].length - 1))

function moved(ui: Interface, items: PaneItems, step: 1 | -1): Interface {
  const last = Math.max(0, items[ui.focus].length - 1)
  const to = Math.max(0, Math.min(last, chosenRow(ui, items) + step))
  return { ...ui, at: { ...ui.at, [ui.focus]: to } }
}
