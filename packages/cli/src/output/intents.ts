/** What somebody wanted to do, in words: `log` for `timeEntries.create`. */
import { nounOf } from './rows.ts'
import { safeLine } from './safe-text.ts'

const intents: Readonly<Record<string, string>> = {
  'timer.start': 'start',
  'timer.stop': 'stop',
  'timer.continue': 'continue',
  'timer.cancel': 'throw away',
  'timeEntries.create': 'log',
  'timeEntries.resume': 'resume',
  'timeEntries.split': 'split',
  'timeEntries.join': 'join',
  'timeEntries.move': 'move',
  'timeEntries.resize': 'resize',
  'timeEntries.fill': 'fill',
  'habits.check': 'check habit',
  'habits.uncheck': 'uncheck habit',
  'conflicts.take_back': 'take back a value of',
  'sync.restore': 'give back to the server',
  undo: 'undo a change of',
  redo: 'redo a change of',
}
const verbs: Readonly<Record<string, string>> = {
  create: 'add',
  update: 'change',
  delete: 'remove',
  done: 'finish',
  reopen: 'reopen',
}

/** `intent` alone, for a sentence that goes on with the row. What is not known stays as it is. */
export function intentWords(intent: string): string {
  const [feature, verb = ''] = intent.split('.')
  if (feature === 'imports') return 'import'
  return intents[intent] ?? verbs[verb] ?? safeLine(intent)
}

/** `intent` as a sentence of its own: `add task`, `start`, `import`. */
export function deedWords(intent: string): string {
  const [feature = '', verb = ''] = intent.split('.')
  return intents[intent] === undefined && verbs[verb] !== undefined
    ? `${verbs[verb]} ${nounOf(feature)}`
    : intentWords(intent)
}
