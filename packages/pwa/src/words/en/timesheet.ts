export const words = {
  title: 'Timesheet',
  rows: 'Rows',
  by: { project: 'Projects', task: 'Tasks' },
  none: { project: '(no project)', task: '(no task)' },
  total: 'Total',
  previous: 'Previous week',
  thisWeek: 'This week',
  next: 'Next week',
  print: 'Print',
  cell: (row: string, day: string) => `${row}, ${day}`,
  addRow: { project: 'Add a project', task: 'Add a task' },
  choose: 'Choose…',
  noMore: { project: 'All projects are there', task: 'All tasks are there' },
  nothing: 'Nothing recorded in this week. Add a row, and type how long you worked.',
  hint: 'Type 1:30, 90m or 1h30m and press Enter; Esc brings back what was there. What you add says how long and not when; entries with a start and an end are changed in the timer.',
  saved: 'Saved',
  notADuration: 'Write a length of time of at most 24 hours, such as 1:30, 90m or 1h30m.',
  tooMuch: (timed: string) =>
    `${timed} of it have a start and an end. Less than that cannot be typed here: change those entries in the timer.`,
  overlap: (length: string) => `${length} count twice, because entries overlap.`,
}
export type Words = typeof words
