/** The features of the product and the places each has, from SQL to screen. One name, in the spelling of each layer. */
import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { routeTable, routes } from '@goalixa/contracts/routes'

export const root = fileURLToPath(new URL('..', import.meta.url))

export interface Layer {
  readonly name: string
  readonly files: readonly string[]
}

/** `timeEntries` → `time-entries`, `time_entries`. */
const spelled = (feature: string, separator: string) =>
  feature.replaceAll(/[A-Z]/g, (letter) => separator + letter.toLowerCase())

/** Words of the command line that differ from the feature's name: people type less there. */
const commandWords: Readonly<Record<string, readonly string[]>> = {
  accounts: ['auth/{register,login,status,logout,password,forgot,reset,verify,email,delete}'],
  tokens: ['auth/token/*'],
  totp: ['auth/totp/*'],
  passkeys: [],
  stepUp: [],
  audit: ['auth/audit'],
  sessions: ['auth/sessions/*'],
  device: ['auth/login'],
  authorize: ['auth/login'],
  google: [],
  dashboard: [],
  reportsOverview: [],
  plannerOverview: [],
  timeEntries: ['entries/*', 'log'],
  timer: ['{start,stop,status,continue,cancel,prompt}'],
  clients: ['client/*'],
  projects: ['project/*'],
  labels: ['label/*'],
  tasks: ['task/*'],
  goals: ['goal/*'],
  subgoals: ['goal/subgoal/*'],
  weeklyGoals: ['weekly/*'],
  habits: ['habit/*'],
  planner: ['plan', 'plan/*'],
  reminders: ['reminder/*'],
  savedViews: ['view/*'],
  calendarFeeds: ['feed/*'],
  webhooks: ['webhook/*'],
  reports: ['report'],
  settings: ['config/*'],
  imports: ['import'],
  exports: ['export'],
  trash: ['trash/*', 'restore'],
  sync: ['sync', '{undo,redo}'],
  events: ['watch'],
}

/** What a feature is called on the command line when asked for: its name, its table, its contract. */
export const features = Object.keys(routes)
export const kebab = (feature: string) => spelled(feature, '-')

/** The files of a feature through all layers, in the order in which a request meets them. */
export function layersOf(feature: string): Layer[] {
  const name = kebab(feature)
  const find = (...patterns: string[]) => globSync(patterns, { cwd: root }).toSorted()
  const commands = (commandWords[feature] ?? [name]).map((words) => `packages/cli/src/commands/${words}.ts`)
  return [
    { name: 'command line', files: find(...commands) },
    { name: 'words', files: find(`packages/cli/src/output/${name}*.ts`) },
    { name: 'contract', files: find(`packages/contracts/src/${name}*.ts`) },
    { name: 'domain', files: find(`packages/domain/src/${name}*.ts`, ...domainFiles(feature)) },
    { name: 'gateway', files: find(`packages/api/src/${name}/*.ts`) },
    { name: 'service', files: find(`packages/{app,auth}/src/${name}/*.ts`) },
    { name: 'SQL', files: find(`packages/{app,auth}/migrations/*_${spelled(feature, '_')}*.sql`) },
    { name: 'end to end', files: find(`e2e/${name}*.test.ts`) },
  ]
}

/** Rules that have a name of their own. */
const domainFiles = (feature: string): string[] =>
  ({
    timer: ['packages/domain/src/one-running-timer*.ts'],
    goals: ['packages/domain/src/{goal-progress,ranks}*.ts', 'packages/domain/src/plans/goals*.ts'],
    subgoals: ['packages/domain/src/plans/subgoals*.ts'],
    weeklyGoals: ['packages/domain/src/plans/weekly-goals*.ts'],
    habits: ['packages/domain/src/habit-*.ts', 'packages/domain/src/plans/habit*.ts'],
    reports: ['packages/domain/src/{totals,calendar,report-days}*.ts'],
    planner: ['packages/domain/src/plans/planner*.ts'],
    reminders: ['packages/domain/src/{reminder-schedule,plans/reminders}*.ts'],
    imports: ['packages/domain/src/import/*.ts'],
    exports: ['packages/domain/src/export/*.ts'],
    timeEntries: [
      'packages/domain/src/{ranges,durations,overlap-policies,splits,joins,entry-spans,gaps}*.ts',
      'packages/domain/src/plans/{overlaps,time-entries,gaps}*.ts',
    ],
  })[feature] ?? []

export const routesOf = (feature: string) => routeTable.filter((route) => route.id.startsWith(`${feature}.`))
