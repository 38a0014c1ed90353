import { Project } from '@goalixa/contracts/projects'
import { Args, Flags } from '@oclif/core'
import { billable, changing, label } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { projectLine } from '../../output/projects.ts'

export default class ProjectAdd extends GoalixaCommand {
  static override summary = 'Add a project'
  static override args = { name: Args.string({ description: 'its name', required: true, ignoreStdin: true }) }
  static override flags = {
    label,
    colour: Flags.string({ description: 'written as #rrggbb', helpValue: 'COLOUR' }),
    billable,
    ...changing,
  }
  static override readonly output = Project

  override async run(): Promise<void> {
    const { args, flags } = await this.read(ProjectAdd)
    const { store } = await this.open()
    const input = {
      name: args.name,
      labels: flags.label,
      colour: flags.colour,
      billableDefault: flags.billable,
    }
    await this.change({
      would: 'projects.create',
      input,
      flags,
      run: () => store.projects.create(input),
      words: (project) => projectLine('Added', project),
    })
  }
}
