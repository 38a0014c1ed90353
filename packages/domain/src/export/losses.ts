/** What the format of an export cannot hold: told to whoever exports, since nothing else will. */
import type { ExportFormat } from '@goalixa/contracts/exports'

const onlyEntries = 'tasks, goals, habits, reminders and the planner: it holds time entries only'
export const runningLoss = 'the entry that runs: it is left out'
const untimedLoss = 'untimed entries, which have no start: they are left out'
const zones = 'the zone of each entry: all are written in one zone'
const commas = 'labels with a comma: they are read as two'
const ids = 'ids: an import makes its own'

/** In plain words, for people. */
export const losses: Readonly<Record<ExportFormat, readonly string[]>> = {
  json: [],
  csv: [onlyEntries, commas],
  ical: ['goals, habits, reminders and the planner', runningLoss, untimedLoss],
  timewarrior: [
    onlyEntries,
    untimedLoss,
    'projects, clients, tasks of entries, billable, zones and ids',
    'line breaks and control characters in texts: they become spaces',
  ],
  taskwarrior: [
    'time entries, goals, habits, reminders and the planner: it holds tasks only',
    'subtasks, estimates and archived tasks: these are completed there',
    'a description: each line becomes an annotation, with a date',
    'recurrence without a due date, or with more than an interval',
    'line breaks, control characters, and commas in labels',
  ],
  watson: [
    onlyEntries,
    'descriptions, clients, tasks of entries, billable and zones',
    runningLoss,
    untimedLoss,
  ],
  toggl: [
    onlyEntries,
    runningLoss,
    untimedLoss,
    zones,
    commas,
    ids,
    'rows that are alike in everything: its importer merges them into one',
  ],
  clockify: [onlyEntries, runningLoss, untimedLoss, zones, commas, ids],
  kimai: [
    onlyEntries,
    runningLoss,
    untimedLoss,
    zones,
    commas,
    ids,
    'billable',
    'entries without customer, project or activity: its importer refuses such rows',
  ],
}
