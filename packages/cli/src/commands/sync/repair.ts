import { GoalixaCommand } from '../../goalixa-command.ts'
import { repairedWords } from '../../output/repair.ts'
import { Repaired, repairOf } from '../../repair.ts'

export default class SyncRepair extends GoalixaCommand {
  static override summary = 'Replace a damaged local store, and keep what was not sent'
  static override description =
    'The damaged file is kept under another name. What can be read of it and the server does not have is copied to a file beside it, and sent.'
  static override examples = ['<%= config.bin %> sync repair', '<%= config.bin %> sync repair --json']
  static override readonly output = Repaired

  override async run(): Promise<void> {
    await this.read(SyncRepair)
    const wiring = await this.open()
    const repaired = await repairOf(wiring)
    this.print(repaired, repairedWords(repaired))
  }
}
