/** Every key of the app, as data: what is pressed, what is shown, what it does. */
export const commandNames = [
  'timer.start',
  'timer.stop',
  'timer.continue',
  'timer.cancel',
  'task.new',
  'filter',
  'palette',
  'keys',
  'pomodoro',
  'window',
  'sync',
  'theme',
  'language',
  'undo',
  'redo',
  'idle',
  'notifications',
  'sign-out',
] as const
export type CommandName = (typeof commandNames)[number]

export interface Shortcut {
  readonly command: CommandName
  /** As tinykeys reads it. */
  readonly binding: string
  /** As people see it, one text for each key; `Ctrl` is `⌘` on a Mac. */
  readonly shown: readonly string[]
  /** Works while somebody types, and cannot be turned off: it needs Ctrl or Cmd. */
  readonly isAlways?: boolean
}

/** The same key of a Latin and of the Persian standard keyboard. */
const latin = 'qwertyuiopasdfghjklzxcvbnm'
const persian = 'ضصثقفغعهخحشسیبلاتنمظطزرذدئ'
const key = (letter: string): string => `(${letter}|${persian[latin.indexOf(letter)]})`

export const shortcuts: readonly Shortcut[] = [
  { command: 'palette', binding: `$mod+${key('k')}`, shown: ['Ctrl', 'K'], isAlways: true },
  { command: 'timer.start', binding: key('s'), shown: ['S'] },
  { command: 'timer.stop', binding: key('s'), shown: ['S'] },
  { command: 'timer.continue', binding: key('c'), shown: ['C'] },
  { command: 'task.new', binding: key('n'), shown: ['N'] },
  { command: 'filter', binding: '/', shown: ['/'] },
  { command: 'pomodoro', binding: key('p'), shown: ['P'] },
  { command: 'keys', binding: '[Shift]+(\\?|؟)', shown: ['?'] },
]

/** Bound by `parts/undo.ts`, since in a text those keys are the text's own. */
export const boundElsewhere: readonly Pick<Shortcut, 'command' | 'shown'>[] = [
  { command: 'undo', shown: ['Ctrl', 'Z'] },
  { command: 'redo', shown: ['Ctrl', 'Shift', 'Z'] },
]

/** After G. */
const goLetters: Readonly<Record<string, string>> = {
  overview: 'o',
  timer: 't',
  timesheet: 'e',
  calendar: 'v',
  planner: 'd',
  pomodoro: 'f',
  tasks: 'k',
  projects: 'p',
  labels: 'l',
  clients: 'c',
  goals: 'g',
  'weekly-goals': 'w',
  habits: 'h',
  reminders: 'm',
  reports: 'r',
  settings: 's',
  account: 'a',
  sync: 'y',
  trash: 'x',
}

/** How to go to a view: a key after `goFirst`; undefined for one that has none. */
export function goKeys(view: string): { readonly binding: string; readonly shown: string[] } | undefined {
  const letter = goLetters[view]
  return letter === undefined ? undefined : { binding: key(letter), shown: ['G', letter.toUpperCase()] }
}
export const goFirst = key('g')

/** What is shown beside a command. */
export const keysOf = (command: CommandName): readonly string[] | undefined =>
  [...shortcuts, ...boundElsewhere].find((one) => one.command === command)?.shown
