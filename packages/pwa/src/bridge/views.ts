/** Every view that has an address, by the frame that shows it. The first of the app is where it begins. */
const authViews = ['sign-in', 'sign-up', 'forgot'] as const
export const appViews = [
  'overview',
  'timer',
  'planner',
  'timesheet',
  'pomodoro',
  'settings',
  'sync',
  'account',
  'tasks',
  'projects',
  'labels',
  'clients',
  'goals',
  'weekly-goals',
  'habits',
  'reminders',
  'reports',
  'trash',
] as const

export type AuthView = (typeof authViews)[number]
export type AppView = (typeof appViews)[number]

export const isAuthView = (view: string): view is AuthView => (authViews as readonly string[]).includes(view)
export const isAppView = (view: string): view is AppView => (appViews as readonly string[]).includes(view)

/** Where the app begins. */
export const firstAppView = appViews[0]
