import { SavedView } from '@goalixa/contracts/saved-views'
import { findSavedView } from '../../find-rows.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { savedViewWords } from '../../output/saved-views.ts'
import { savedViewArgs } from '../../row-args.ts'

export default class ViewShow extends GoalixaCommand {
  static override summary = 'Show a saved view'
  static override examples = [
    '<%= config.bin %> view show urgent',
    '<%= config.bin %> view show urgent --json',
  ]
  static override args = savedViewArgs
  static override readonly output = SavedView

  override async run(): Promise<void> {
    const { args } = await this.read(ViewShow)
    const { store } = await this.open()
    const view = await findSavedView(store, args.view)
    this.print(view, savedViewWords(view))
  }
}
