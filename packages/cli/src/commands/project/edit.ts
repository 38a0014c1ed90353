import { Project } from '@goalixa/contracts/projects'
import { Flags } from '@oclif/core'
import { editedLabels } from '../../entry-words.ts'
import { findProject } from '../../find-rows.ts'
import { billable, changing, label, orNull, unlabel } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { projectWords } from '../../output/projects.ts'
import { refuseEmpty } from '../../patches.ts'
import { projectArgs } from '../../row-args.ts'

export default class ProjectEdit extends GoalixaCommand {
  static override summary = 'Change a project'
  static override examples = [
    '<%= config.bin %> project edit Thesis --name "The thesis"',
    '<%= config.bin %> project edit Thesis --client Acme --dry-run',
  ]
  static override args = projectArgs
  static override flags = {
    name: Flags.string({ description: 'its new name', helpValue: 'NAME' }),
    client: Flags.string({
      description: 'whom it is for, made when there is none of this name, or none',
      helpValue: 'NAME',
    }),
    label,
    unlabel,
    colour: Flags.string({ description: 'written as #rrggbb, or none', helpValue: 'COLOUR' }),
    archived: Flags.boolean({ description: 'archive it, or with --no-archived take it back', allowNo: true }),
    billable,
    ...changing,
  }
  static override readonly output = Project

  override async run(): Promise<void> {
    const { args, flags } = await this.read(ProjectEdit)
    const { store } = await this.open()
    const project = await findProject(store, args.project)
    const patch = refuseEmpty({
      name: flags.name,
      client: orNull(flags.client),
      labels: editedLabels(project.labels, flags.label ?? [], flags.unlabel ?? []),
      colour: orNull(flags.colour),
      archived: flags.archived,
      billableDefault: flags.billable,
    })
    await this.change({
      would: 'projects.update',
      input: { id: project.id, ...patch },
      flags,
      run: () => store.projects.update(project.id, patch),
      words: projectWords,
    })
  }
}
