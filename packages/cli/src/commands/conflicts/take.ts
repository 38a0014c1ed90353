import { conflictArgs } from '../../conflict-args.ts'
import { LostValue } from '../../conflict-list.ts'
import { zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { takenWords } from '../../output/conflicts.ts'

export default class ConflictsTake extends GoalixaCommand {
  static override summary = 'Write a value again that lost against another device'
  static override description = 'It is a change like any other: goalixa undo takes it back.'
  static override args = conflictArgs
  static override flags = { zone }
  static override readonly output = LostValue

  override async run(): Promise<void> {
    const { args, flags } = await this.read(ConflictsTake)
    const { store, dates } = await this.open(flags)
    const taken = await store.conflicts.take(args.id)
    this.print(taken, takenWords(taken, dates))
  }
}
