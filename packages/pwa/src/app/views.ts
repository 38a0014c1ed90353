/** The views of the app, loaded when they are first shown, and their place in the navigation. */
import type { AppView } from '../bridge/views.ts'
import type { IconName } from '../design/icons.ts'
import type { ViewModule } from './view.ts'

/** In the order of the navigation. */
export const groups = ['today', 'work', 'aims', 'lookBack', 'here'] as const
export type Group = (typeof groups)[number]

interface Listed {
  readonly icon: IconName
  readonly group: Group
  readonly load: () => Promise<ViewModule>
}

export const views: Readonly<Record<AppView, Listed>> = {
  overview: { icon: 'home', group: 'today', load: () => import('./views/overview/view.ts') },
  planner: { icon: 'calendar', group: 'today', load: () => import('./views/planner/view.ts') },
  timesheet: { icon: 'list', group: 'today', load: () => import('./views/timesheet/view.ts') },
  pomodoro: { icon: 'pomodoro', group: 'today', load: () => import('./views/pomodoro/view.ts') },
  timer: { icon: 'clock', group: 'today', load: () => import('./views/timer/view.ts') },
  settings: { icon: 'gear', group: 'here', load: () => import('./views/settings/view.ts') },
  sync: { icon: 'sync', group: 'here', load: () => import('./views/sync/view.ts') },
  account: { icon: 'user', group: 'here', load: () => import('./views/account/view.ts') },
  tasks: { icon: 'check', group: 'work', load: () => import('./views/tasks/view.ts') },
  projects: { icon: 'folder', group: 'work', load: () => import('./views/projects/view.ts') },
  labels: { icon: 'tag', group: 'work', load: () => import('./views/labels/view.ts') },
  clients: { icon: 'user', group: 'work', load: () => import('./views/clients/view.ts') },
  goals: { icon: 'target', group: 'aims', load: () => import('./views/goals/view.ts') },
  'weekly-goals': { icon: 'calendar', group: 'aims', load: () => import('./views/weekly-goals/view.ts') },
  habits: { icon: 'repeat', group: 'aims', load: () => import('./views/habits/view.ts') },
  reminders: { icon: 'bell', group: 'aims', load: () => import('./views/reminders/view.ts') },
  reports: { icon: 'chart', group: 'lookBack', load: () => import('./views/reports/view.ts') },
  trash: { icon: 'trash', group: 'here', load: () => import('./views/trash/view.ts') },
}
