import { Project } from '@goalixa/contracts/projects'
import { findProject } from '../../find-rows.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { projectWords } from '../../output/projects.ts'
import { projectArgs } from '../../row-args.ts'

export default class ProjectShow extends GoalixaCommand {
  static override summary = 'Show a project'
  static override examples = [
    '<%= config.bin %> project show Thesis',
    '<%= config.bin %> project show Thesis --json',
  ]
  static override args = projectArgs
  static override readonly output = Project

  override async run(): Promise<void> {
    const { args } = await this.read(ProjectShow)
    const { store } = await this.open()
    const project = await findProject(store, args.project)
    this.print(project, projectWords(project))
  }
}
