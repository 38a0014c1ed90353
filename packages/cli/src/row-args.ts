/** The first argument of commands about one row. */
import { Args } from '@oclif/core'

// Without ignoreStdin a missing argument would be read from a pipe.
export const entryArgs = {
  entry: Args.string({
    description: '@1 for the newest, or the end of its id',
    required: true,
    ignoreStdin: true,
  }),
}
export const taskArgs = {
  task: Args.string({
    description: 'its id, the end of its id, or its title',
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
export const weeklyGoalArgs = {
  goal: Args.string({
    description: 'its id, the end of its id, or its title (that of this week, if there are several)',
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
