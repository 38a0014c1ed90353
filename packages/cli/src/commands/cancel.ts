import { changing } from '../flags.ts'
import { GoalixaCommand } from '../goalixa-command.ts'
import { cancelledWords } from '../output/timer.ts'

export default class Cancel extends GoalixaCommand {
  static override summary = 'Throw the running timer away'
  static override examples = ['<%= config.bin %> cancel', '<%= config.bin %> cancel --yes']
  static override flags = { ...changing }
  static override readonly output = async () => (await import('@goalixa/contracts/time-entries')).TimeEntry

  override async run(): Promise<void> {
    const { flags } = await this.read(Cancel)
    const { store } = await this.open()
    await this.change({
      would: 'timer.cancel',
      input: undefined,
      flags,
      run: () => store.timer.cancel(),
      words: cancelledWords,
    })
  }
}
