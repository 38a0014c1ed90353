import { Flags } from '@oclif/core'
import { GoalixaCommand } from '../goalixa-command.ts'
import { takenBackWords } from '../output/history.ts'
import { TakenBack } from '../store.ts'

export default class Undo extends GoalixaCommand {
  static override summary = 'Take back the last thing that was done, on any device'
  static override description =
    'Works offline and after a sync. Undo again to go further back; redo does it again.'
  static override flags = {
    rest: Flags.boolean({ description: 'leave what was changed since as it is', exclusive: ['anyway'] }),
    anyway: Flags.boolean({ description: 'go over what was changed since' }),
    yes: Flags.boolean({ char: 'y', description: 'do it without asking; the same as --rest' }),
  }
  static override readonly output = TakenBack

  override async run(): Promise<void> {
    const { flags } = await this.read(Undo)
    const { store, dates } = await this.open()
    const choice = flags.anyway ? 'anyway' : flags.rest || flags.yes ? 'rest' : undefined
    const taken = await store.history.undo(choice)
    this.print(taken, takenBackWords('Took back', taken, dates))
  }
}
