/** Registers that a new row must bring, by table. Apart from the schemas, for those who need none. */
export const requiredRegisters = {
  settings: [],
  labels: ['name'],
  clients: ['name'],
  projects: ['name'],
  tasks: ['title'],
  timeEntries: ['span'],
  goals: ['name'],
  subgoals: ['goalId', 'title'],
  weeklyGoals: ['title', 'weekStart', 'targetSeconds'],
  habits: ['name', 'frequency'],
  habitLogs: ['habitId', 'logDate'],
  dailyTodos: ['title', 'logDate'],
  dailyTargets: ['logDate', 'seconds'],
  taskChecks: ['taskId', 'checkDate'],
  reminders: ['title', 'schedule'],
  savedViews: ['name', 'kind', 'query'],
} as const satisfies Readonly<Record<string, readonly string[]>>
