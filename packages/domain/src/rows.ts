/**
 * Rows as every store keeps them: registers with stamps. A register is the smallest thing that changes together.
 */
import type { Stamp } from './clock.ts'
import { compareStamps } from './clock.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

export interface Register {
  readonly v: Json
  readonly stamp: Stamp
}
export type Registers = Readonly<Record<string, Register>>

/** The tables of the write path, in the order in which references need them to be written. */
export const tableNames = [
  'settings',
  'labels',
  'clients',
  'projects',
  'tasks',
  'timeEntries',
  'goals',
  'subgoals',
  'weeklyGoals',
  'habits',
  'habitLogs',
  'dailyTodos',
  'dailyTargets',
  'taskChecks',
  'reminders',
  'savedViews',
] as const
export type TableName = (typeof tableNames)[number]

export interface Row {
  /** One of {@link tableNames}, or a table that a newer version knows. */
  readonly table: string
  readonly id: string
  readonly regs: Registers
}

/** The value of a register, or undefined when the row has none. */
export const valueOf = (row: { readonly regs: Registers }, register: string): Json | undefined =>
  row.regs[register]?.v

/** Text of a value that is the same for equal values: object keys sorted. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonical(item)).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`
  }
  return JSON.stringify(value)
}

export const sameValue = (a: Json | undefined, b: Json | undefined): boolean =>
  a === undefined || b === undefined ? a === b : canonical(a) === canonical(b)

/** The register that wins: the greatest stamp, then the greatest value, so that any order gives the same. */
export function winner(a: Register, b: Register): Register {
  const order = compareStamps(a.stamp, b.stamp)
  if (order !== 0) return order > 0 ? a : b
  return canonical(a.v) >= canonical(b.v) ? a : b
}

/** Registers of both sides, each the winner of the two. Commutative, associative, idempotent. */
export function mergeRegisters(a: Registers, b: Registers): Registers {
  const merged = new Map(Object.entries(a))
  for (const [name, register] of Object.entries(b)) {
    const present = merged.get(name)
    merged.set(name, present === undefined ? register : winner(present, register))
  }
  return Object.fromEntries(merged)
}

/** Ids of a membership, such as `label`: registers `label:<id>` that hold true. */
export function membersOf(regs: Registers, membership: string): string[] {
  const prefix = `${membership}:`
  return Object.entries(regs)
    .filter(([name, register]) => name.startsWith(prefix) && register.v === true)
    .map(([name]) => name.slice(prefix.length))
    .toSorted()
}

/** Register values that put exactly these ids into a membership, taking out those that are in it now. */
export function membershipValues(
  membership: string,
  now: readonly string[],
  wanted: readonly string[],
): Record<string, boolean> {
  return Object.fromEntries([
    ...now.filter((id) => !wanted.includes(id)).map((id) => [`${membership}:${id}`, false] as const),
    ...wanted.filter((id) => !now.includes(id)).map((id) => [`${membership}:${id}`, true] as const),
  ])
}
