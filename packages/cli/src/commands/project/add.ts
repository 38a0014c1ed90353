import { Project } from '@goalixa/contracts/projects'
import { Args, Flags } from '@oclif/core'
import { billable, changing, label } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { projectLine } from '../../output/projects.ts'

export default class ProjectAdd extends GoalixaCommand {
  static override summary = 'Add a project'
  static override examples = [
    '<%= config.bin %> project add Thesis',
    '<%= config.bin %> project add Website --client Acme --dry-run',
  ]
  static override args = { name: Args.string({ description: 'its name', required: true, ignoreStdin: true }) }
  static override flags = {
    client: Flags.string({
      description: 'whom it is for; made when there is none of this name',
      helpValue: 'NAME',
    }),
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
      client: flags.client,
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
