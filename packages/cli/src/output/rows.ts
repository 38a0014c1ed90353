/** Rows of any kind, as people name them: `time entry "write report" of Mon 2026-03-02`. */
import type { RowReference } from '../conflict-list.ts'
import { safeLine } from './safe-text.ts'
import { dayText, weekdayText } from './times.ts'

const nouns: Readonly<Record<string, string>> = {
  timeEntries: 'time entry',
  tasks: 'task',
  clients: 'client',
  projects: 'project',
  labels: 'label',
  goals: 'goal',
  subgoals: 'subgoal',
  weeklyGoals: 'weekly goal',
  habits: 'habit',
  habitLogs: 'day of a habit',
  dailyTodos: 'to-do',
  dailyTargets: 'daily target',
  taskChecks: 'check of a task',
  reminders: 'reminder',
  savedViews: 'view',
  settings: 'settings',
}

/** `time entry` of the table `timeEntries`. What is not known stays as it is. */
export const nounOf = (table: string): string => nouns[table] ?? safeLine(table)

export function rowWords({ table, name, start, isRemoved }: RowReference, zone: string): string {
  const day = start === null ? '' : ` of ${weekdayText(dayText(start, zone))}`
  return `${nounOf(table)}${table === 'settings' ? '' : ` ${nameWords(name)}`}${day}${isRemoved ? ' (removed)' : ''}`
}

export const nameWords = (name: string | null): string =>
  name === null ? '(no text)' : `"${safeLine(name)}"`
