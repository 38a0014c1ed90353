import { conflictArgs } from '../../conflict-args.ts'
import { Resumed } from '../../conflict-list.ts'
import { zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { resumedWords } from '../../output/conflicts.ts'

export default class ConflictsResume extends GoalixaCommand {
  static override summary = 'Let a timer run on that another device ended, and stop what runs now'
  static override args = conflictArgs
  static override flags = { zone }
  static override readonly output = Resumed

  override async run(): Promise<void> {
    const { args, flags } = await this.read(ConflictsResume)
    const { store, dates } = await this.open(flags)
    const resumed = await store.conflicts.resume(args.id)
    this.print(resumed, resumedWords(resumed, dates.zone))
  }
}
