import { SavedView } from '@goalixa/contracts/saved-views'
import { findSavedView } from '../../find-rows.ts'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { safeLine } from '../../output/safe-text.ts'
import { savedViewLine } from '../../output/saved-views.ts'
import { savedViewArgs } from '../../row-args.ts'

export default class ViewRm extends GoalixaCommand {
  static override summary = 'Remove a saved view; what it shows stays'
  static override examples = ['<%= config.bin %> view rm urgent', '<%= config.bin %> view rm urgent --yes']
  static override args = savedViewArgs
  static override flags = { ...changing }
  static override readonly output = SavedView

  override async run(): Promise<void> {
    const { args, flags } = await this.read(ViewRm)
    const { store } = await this.open()
    const view = await findSavedView(store, args.view)
    await this.change({
      would: 'savedViews.delete',
      input: { id: view.id },
      flags,
      doubts: [`This removes the view "${safeLine(view.name)}"`],
      run: () => store.savedViews.delete(view.id).then(() => view),
      words: () => savedViewLine('Removed', view),
    })
  }
}
