export const words = {
  title: 'Target of the day',
  hint: 'How long would you like to work that day?',
  label: 'Target of the day, such as 4h or 4:30',
  bounds: 'A target is between a second and 25 hours: write 4h or 4:30.',
  set: 'Set target',
  change: 'Change target',
  remove: 'Remove',
  wasSet: 'Target set',
  wasRemoved: 'Target removed',
  reached: 'Reached',
  recorded: 'Recorded',
}
export type Words = typeof words
