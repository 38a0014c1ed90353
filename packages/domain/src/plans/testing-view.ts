/** A view over rows in memory, for tests of the rules: what a draft holds becomes rows when it is applied. */
import type { Json, Row, TableName } from '../rows.ts'
import { valueOf } from '../rows.ts'
import { isRunning, spanOf } from '../one-running-timer.ts'
import { untimedOf } from '../untimed.ts'
import type { Draft, NewId, View } from './view.ts'
import { isLive } from './view.ts'

type Values = Record<string, Json>

export interface TestRows {
  readonly view: View
  readonly newId: NewId
  /** Plans at this moment and applies what was drafted; a rule that throws changes nothing. */
  run<Result>(rule: (view: View, draft: Draft, newId: NewId) => Promise<Result>): Promise<Result>
  /** What the last run drafted, as `[table, id, values]`. */
  drafted(): readonly (readonly [table: TableName, id: string, values: Values])[]
  /** Values of a row. */
  values(table: TableName, id: string): Values | undefined
  /** Puts a row there, whatever the rules say. */
  put(table: TableName, id: string, values: Values): void
}

export const userId = '00000000-0000-4000-8000-000000000001'

/** `nowMs`: the moment of every draft. Ids are `new-1`, `new-2` … */
export function testRows(nowMs = 1_000_000): TestRows {
  const rows = new Map<string, Row>()
  const keyOf = (table: TableName, id: string) => `${table} ${id}`
  let drafted: (readonly [TableName, string, Values])[] = []
  let made = 0
  const put = (table: TableName, id: string, values: Values) => {
    const before = rows.get(keyOf(table, id))?.regs ?? {}
    const written = Object.entries(values).map(
      ([name, v]) => [name, { v, stamp: [nowMs, 0, 'test'] as const }] as const,
    )
    rows.set(keyOf(table, id), { table, id, regs: { ...before, ...Object.fromEntries(written) } })
  }
  const entries = () =>
    [...rows.values()].filter(
      (row) => row.table === 'timeEntries' && isLive(row) && untimedOf(row) === undefined,
    )
  const view: View = {
    userId,
    rows: async (table, ids) => ids.flatMap((id) => rows.get(keyOf(table, id)) ?? []),
    named: async (table, names) =>
      [...rows.values()]
        .filter((row) => row.table === table && isLive(row) && names.includes(valueOf(row, 'name') as string))
        .map((row) => ({ id: row.id, name: valueOf(row, 'name') as string })),
    running: async () => entries().find(isRunning),
    latestEnded: async () =>
      entries()
        .filter((row) => !isRunning(row))
        .toSorted((a, b) => spanOf(b).start - spanOf(a).start || (a.id < b.id ? 1 : -1))[0],
    entriesTouching: async (from, to) =>
      entries().filter((row) => {
        const { start, end } = spanOf(row)
        return start < to && (end === null || end > from || start >= from)
      }),
  }
  const newId = () => `new-${++made}`
  return {
    view,
    newId,
    put,
    async run(rule) {
      const gathered: (readonly [TableName, string, Values])[] = []
      const result = await rule(
        view,
        {
          nowMs,
          patch: (table, id, values) => {
            const given = Object.entries(values).filter(
              (entry): entry is [string, Json] => entry[1] !== undefined,
            )
            gathered.push([table, id, Object.fromEntries(given)])
          },
        },
        newId,
      )
      for (const [table, id, values] of gathered) put(table, id, values)
      drafted = gathered
      return result
    },
    drafted: () => drafted,
    values(table, id) {
      const row = rows.get(keyOf(table, id))
      return row && Object.fromEntries(Object.entries(row.regs).map(([name, { v }]) => [name, v]))
    },
  }
}
