import { Project } from '@goalixa/contracts/projects'
import { findProject } from '../../find-rows.ts'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { projectLine } from '../../output/projects.ts'
import { projectArgs } from '../../row-args.ts'

export default class ProjectUnarchive extends GoalixaCommand {
  static override summary = 'Take a project out of the archive, so that lists have it again'
  static override examples = [
    '<%= config.bin %> project unarchive Thesis',
    '<%= config.bin %> project unarchive Thesis --dry-run',
  ]
  static override args = projectArgs
  static override flags = { ...changing }
  static override readonly output = Project

  override async run(): Promise<void> {
    const { args, flags } = await this.read(ProjectUnarchive)
    const { store } = await this.open()
    const { id } = await findProject(store, args.project)
    await this.change({
      would: 'projects.update',
      input: { id, archived: false },
      flags,
      run: () => store.projects.update(id, { archived: false }),
      words: (project) => projectLine('Out of the archive:', project),
    })
  }
}
