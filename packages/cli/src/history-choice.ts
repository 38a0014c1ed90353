/** Flags of undo and redo: what to do where something was changed since. */
import { Flags } from '@oclif/core'
import type { HistoryChoice } from './store.ts'

export const historyFlags = {
  rest: Flags.boolean({ description: 'leave what was changed since as it is', exclusive: ['anyway'] }),
  anyway: Flags.boolean({ description: 'go over what was changed since' }),
  'dry-run': Flags.boolean({ description: 'show what would change, change nothing' }),
  yes: Flags.boolean({ char: 'y', description: 'do it without asking; the same as --rest' }),
}

interface Given {
  readonly rest: boolean
  readonly anyway: boolean
  readonly yes: boolean
}

/** Undefined: refuse rather than choose. */
export const choiceOf = ({ rest, anyway, yes }: Given): HistoryChoice | undefined =>
  anyway ? 'anyway' : rest || yes ? 'rest' : undefined
