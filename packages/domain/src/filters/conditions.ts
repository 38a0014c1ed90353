/** What a filter means at one moment for one person: names are ids, dates are days and instants. */
import type { ChoiceField, SecondsField, TextField, TimeField } from './fields.ts'
import type { FilterKind, Operator } from './tree.ts'

export type Condition =
  | { readonly test: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly test: 'not'; readonly of: Condition }
  /** Has one of these labels, itself or through its task or project (D6). */
  | { readonly test: 'label'; readonly ids: readonly string[] }
  /** Belongs to one of these projects; null: to none. */
  | { readonly test: 'project'; readonly ids: readonly string[] | null }
  /** Belongs to a project of one of these clients; null: to none of any client. */
  | { readonly test: 'client'; readonly ids: readonly string[] | null }
  | { readonly test: 'choice'; readonly field: ChoiceField; readonly values: readonly string[] }
  | {
      readonly test: 'time'
      readonly field: TimeField
      readonly operator: Operator
      /** A row's civil date is compared with this one. */
      readonly day: string
      /** A row's instant is compared with `[from, until)`, epoch seconds: a whole day, or one second. */
      readonly from: number
      readonly until: number
    }
  | {
      readonly test: 'seconds'
      readonly field: SecondsField
      readonly operator: Operator
      readonly seconds: number
    }
  | { readonly test: 'lacks'; readonly field: TimeField | SecondsField }
  /** Holds the words, however they are written, in one of these fields. */
  | { readonly test: 'text'; readonly fields: readonly TextField[]; readonly words: string }
  /** Comes from this source, or from one of its kinds: `import` is also `import:toggl`. */
  | { readonly test: 'source'; readonly source: string }
  | { readonly test: 'billable'; readonly value: boolean }
  | { readonly test: 'running' }
  /** Depends on a task that is still open. */
  | { readonly test: 'blocked' }

/** A filter that is ready to be asked. `now`: epoch seconds up to which a running entry counts. */
export interface Filter {
  readonly kind: FilterKind
  readonly condition: Condition
  readonly now: number
}

/** All conditions, itself first. */
export function conditionsOf(condition: Condition): Condition[] {
  const found = [condition]
  // Grows while it is walked.
  for (const one of found) {
    if (one.test === 'not') found.push(one.of)
    else if (one.test === 'and' || one.test === 'or') found.push(...one.of)
  }
  return found
}
