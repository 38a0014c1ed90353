/** Statements, each prepared once. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'

export interface Sql {
  run(text: string, ...values: SQLInputValue[]): void
  /** The first row, or undefined; its shape is what the statement selects. */
  one(text: string, ...values: SQLInputValue[]): unknown
  all(text: string, ...values: SQLInputValue[]): unknown[]
  /** One row after the other, for as long as they are asked for. */
  each(text: string, ...values: SQLInputValue[]): Iterable<unknown>
}

export function createStatements(database: DatabaseSync): Sql {
  const prepared = new Map<string, StatementSync>()
  const statement = (text: string): StatementSync => {
    const known = prepared.get(text) ?? database.prepare(text)
    prepared.set(text, known)
    return known
  }
  return {
    run: (text, ...values) => void statement(text).run(...values),
    one: (text, ...values) => statement(text).get(...values),
    all: (text, ...values) => statement(text).all(...values),
    each: (text, ...values) => statement(text).iterate(...values),
  }
}
