/** Registers that a new row must bring, by table. Apart from the schemas, for those who need none. */
export const requiredRegisters = {
  settings: [],
  labels: ['name'],
  projects: ['name'],
  tasks: ['title'],
  timeEntries: ['span'],
  weeklyGoals: ['title', 'weekStart', 'targetSeconds'],
} as const satisfies Readonly<Record<string, readonly string[]>>
