/** Statements, each prepared once. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'

export interface Sql {
  run(text: string, ...values: SQLInputValue[]): void
  one<Found>(text: string, ...values: SQLInputValue[]): Found | undefined
  all<Found>(text: string, ...values: SQLInputValue[]): Found[]
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
    one: (text, ...values) => statement(text).get(...values) as never,
    all: (text, ...values) => statement(text).all(...values) as never,
  }
}
