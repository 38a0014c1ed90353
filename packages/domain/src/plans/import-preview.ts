/** The first rows of an import as they would be here. */
import type { ImportPreviewRow } from '@goalixa/contracts/imports'
import { toInstantText } from '../calendar.ts'
import type { ImportPlan } from '../import/import-plan.ts'

const shown = 10

export type PreviewState = ImportPreviewRow['state']

/** Time entries, or tasks where there are none; `stateOf` by the id of a row. */
export function previewOf(plan: ImportPlan, stateOf: (id: string) => PreviewState): ImportPreviewRow[] {
  const all = [...plan.timeEntries.slice(0, shown), ...(plan.untimedEntries ?? []).slice(0, shown)]
  if (all.length > 0) {
    const entries = all.slice(0, shown)
    const titles = new Map(plan.tasks.map((task) => [task.id, task.title]))
    return entries.map((entry) => ({
      line: entry.line,
      kind: 'timeEntry',
      start: 'date' in entry ? null : toInstantText(entry.start),
      end: 'date' in entry || entry.end === null ? null : toInstantText(entry.end),
      ...('date' in entry ? { date: entry.date, durationSeconds: entry.seconds } : {}),
      due: null,
      text: entry.description,
      project: entry.project,
      task: titles.get(entry.task ?? '') ?? null,
      labels: [...entry.labels],
      billable: entry.billable === true,
      state: stateOf(entry.id),
    }))
  }
  return plan.tasks.slice(0, shown).map((task) => ({
    line: task.line,
    kind: 'task',
    start: null,
    end: null,
    due: task.due,
    text: task.title,
    project: task.project,
    task: null,
    labels: [...task.labels],
    billable: false,
    state: stateOf(task.id),
  }))
}
