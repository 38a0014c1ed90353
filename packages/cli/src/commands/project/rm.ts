import { Project } from '@goalixa/contracts/projects'
import { findProject } from '../../find-rows.ts'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { projectLine } from '../../output/projects.ts'
import { safeLine } from '../../output/safe-text.ts'
import { projectArgs } from '../../row-args.ts'

export default class ProjectRm extends GoalixaCommand {
  static override summary = 'Remove a project; its time stays in reports'
  static override examples = [
    '<%= config.bin %> project rm Thesis',
    '<%= config.bin %> project rm Thesis --yes',
  ]
  static override args = projectArgs
  static override flags = { ...changing }
  static override readonly output = Project

  override async run(): Promise<void> {
    const { args, flags } = await this.read(ProjectRm)
    const { store } = await this.open()
    const project = await findProject(store, args.project)
    await this.change({
      would: 'projects.delete',
      input: { id: project.id },
      flags,
      doubts: [`This removes the project "${safeLine(project.name)}"`],
      run: () => store.projects.delete(project.id).then(() => project),
      words: () => projectLine('Removed', project),
    })
  }
}
