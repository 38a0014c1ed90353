import { plural } from '../language.ts'

export const words = {
  title: 'Pomodoro',
  task: 'Task',
  noTask: 'No task',
  ready: 'Ready',
  phase: { work: 'Work', short: 'Short break', long: 'Long break' },
  begin: 'Begin work',
  begun: 'Work began',
  rest: 'Take the break now',
  endBreak: 'End the break',
  end: 'End the pomodoro',
  ended: 'Pomodoro stopped',
  workOver: 'Work is done: take a break.',
  breakOver: 'The break is over.',
  sound: 'Sound at the end',
  until: (time: string) => `until ${time}`,
  done: (count: number) =>
    plural(count, { one: `${count} piece of work done`, other: `${count} pieces of work done` }),
}
export type Words = typeof words
