import { SavedView, SavedViewKind } from '@goalixa/contracts/saved-views'
import { Args, Flags } from '@oclif/core'
import { UsageError } from '../../failure.ts'
import { pointing } from '../../filter-args.ts'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { savedViewLine } from '../../output/saved-views.ts'

export default class ViewAdd extends GoalixaCommand {
  static override summary = 'Save a filter under a name'
  static override description =
    'Dates such as today or fri are read anew each time. Quote the filter: < > ( ) mean something to the shell.'
  static override usage = 'view add NAME FILTER... [--kind task|entry|report]'
  static override examples = [
    '<%= config.bin %> view add urgent "due<=tomorrow or priority:high"',
    '<%= config.bin %> view add long-days --kind entry "duration>4h"',
  ]
  static override strict = false
  static override args = { name: Args.string({ description: 'its name', required: true, ignoreStdin: true }) }
  static override flags = {
    kind: Flags.option({
      description: 'what it chooses from: tasks, entries, or the entries of a report',
      options: SavedViewKind.options,
      default: 'task' as const,
    })(),
    ...changing,
  }
  static override readonly output = SavedView

  override async run(): Promise<void> {
    const { args, flags, words } = await this.read(ViewAdd)
    const { store } = await this.open()
    const query = words.slice(1).join(' ')
    if (query.trim() === '')
      throw new UsageError('Missing: FILTER', `goalixa view add ${args.name} "due<=tomorrow"`)
    const input = { name: args.name, kind: flags.kind, query }
    await this.change({
      would: 'savedViews.create',
      input,
      flags,
      run: () => pointing(query, this.terminal, () => store.savedViews.create(input)),
      words: (view) => savedViewLine('Added', view),
    })
  }
}
