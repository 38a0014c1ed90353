import { Project } from '@goalixa/contracts/projects'
import { findProject } from '../../find-rows.ts'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { projectLine } from '../../output/projects.ts'
import { projectArgs } from '../../row-args.ts'

export default class ProjectArchive extends GoalixaCommand {
  static override summary = 'Archive a project; its time stays in reports'
  static override examples = [
    '<%= config.bin %> project archive Thesis',
    '<%= config.bin %> project archive Thesis --dry-run',
  ]
  static override args = projectArgs
  static override flags = { ...changing }
  static override readonly output = Project

  override async run(): Promise<void> {
    const { args, flags } = await this.read(ProjectArchive)
    const { store } = await this.open()
    const { id } = await findProject(store, args.project)
    await this.change({
      would: 'projects.update',
      input: { id, archived: true },
      flags,
      run: () => store.projects.update(id, { archived: true }),
      words: (project) => projectLine('Archived', project),
    })
  }
}
