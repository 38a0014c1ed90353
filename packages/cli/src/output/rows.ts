/** Rows of any kind, as people name them: `time entry "write report" of Mon 2026-03-02`. */
import type { RowReference } from '../conflict-list.ts'
import { safeLine } from './safe-text.ts'
import { dayText, weekdayText } from './times.ts'

const nouns: Readonly<Record<string, string>> = {
  timeEntries: 'time entry',
  tasks: 'task',
  projects: 'project',
  labels: 'label',
  weeklyGoals: 'weekly goal',
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
