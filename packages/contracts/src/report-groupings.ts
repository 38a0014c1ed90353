/** What a report can be grouped by. Apart from its schemas, for those who need none. */
export const reportGroupings = ['client', 'project', 'task', 'label', 'day', 'week', 'month'] as const
