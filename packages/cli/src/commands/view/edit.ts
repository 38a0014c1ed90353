import { SavedView, SavedViewKind } from '@goalixa/contracts/saved-views'
import { Flags } from '@oclif/core'
import { allOf, pointing } from '../../filter-args.ts'
import { findSavedView } from '../../find-rows.ts'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { savedViewWords } from '../../output/saved-views.ts'
import { refuseEmpty } from '../../patches.ts'
import { savedViewArgs } from '../../row-args.ts'

export default class ViewEdit extends GoalixaCommand {
  static override summary = 'Change a saved view'
  static override description = 'Words after the view are its new filter.'
  static override usage = 'view edit VIEW [FILTER...] [--name NAME] [--kind task|entry|report]'
  static override examples = [
    '<%= config.bin %> view edit urgent "due<=today +urgent"',
    '<%= config.bin %> view edit urgent --name pressing --dry-run',
  ]
  static override strict = false
  static override args = savedViewArgs
  static override flags = {
    name: Flags.string({ description: 'its new name', helpValue: 'NAME' }),
    kind: Flags.option({ description: 'what it chooses from', options: SavedViewKind.options })(),
    ...changing,
  }
  static override readonly output = SavedView

  override async run(): Promise<void> {
    const { args, flags, words } = await this.read(ViewEdit)
    const { store } = await this.open()
    const view = await findSavedView(store, args.view)
    const query = allOf([words.slice(1).join(' ')])
    const patch = refuseEmpty({ name: flags.name, kind: flags.kind, query })
    await this.change({
      would: 'savedViews.update',
      input: { id: view.id, ...patch },
      flags,
      run: () => pointing(query ?? view.query, this.terminal, () => store.savedViews.update(view.id, patch)),
      words: savedViewWords,
    })
  }
}
