/** The first argument of commands about one row. */
import { Args } from '@oclif/core'

const taskText = 'its id, the end of its id, or its title'
const entryText = '@1 for the newest, or the end of its id'

// Without ignoreStdin a missing argument would be read from a pipe.
export const entryArgs = {
  entry: Args.string({
    description: entryText,
    required: true,
    ignoreStdin: true,
  }),
}
export const taskArgs = {
  task: Args.string({
    description: taskText,
    required: true,
    ignoreStdin: true,
  }),
}
/** Of commands that take a filter instead. */
export const entryOrFilter = { entry: Args.string({ description: entryText, ignoreStdin: true }) }
export const taskOrFilter = { task: Args.string({ description: taskText, ignoreStdin: true }) }
export const clientArgs = {
  client: Args.string({
    description: 'its name, its id, or the end of its id',
    required: true,
    ignoreStdin: true,
  }),
}
export const projectArgs = {
  project: Args.string({
    description: 'its name, its id, or the end of its id',
    required: true,
    ignoreStdin: true,
  }),
}
export const goalArgs = {
  goal: Args.string({
    description: 'its name, its id, or the end of its id',
    required: true,
    ignoreStdin: true,
  }),
}
export const subgoalArgs = {
  ...goalArgs,
  subgoal: Args.string({
    description: 'its number in the list, its title, its id, or the end of its id',
    required: true,
    ignoreStdin: true,
  }),
}
export const weeklyGoalArgs = {
  goal: Args.string({
    description: 'its id, the end of its id, or its title (that of this week, if there are several)',
    required: true,
    ignoreStdin: true,
  }),
}
export const habitArgs = {
  habit: Args.string({
    description: 'its name, its id, or the end of its id',
    required: true,
    ignoreStdin: true,
  }),
}
export const labelArgs = {
  label: Args.string({
    description: 'its name, its id, or the end of its id',
    required: true,
    ignoreStdin: true,
  }),
}
export const todoArgs = {
  todo: Args.string({
    description: 'its number in the plan of the day, its id, the end of its id, or its title',
    required: true,
    ignoreStdin: true,
  }),
}
export const savedViewArgs = {
  view: Args.string({
    description: 'its name, its id, or the end of its id',
    required: true,
    ignoreStdin: true,
  }),
}
export const reminderArgs = {
  reminder: Args.string({
    description: 'its id, the end of its id, or its title',
    required: true,
    ignoreStdin: true,
  }),
}
