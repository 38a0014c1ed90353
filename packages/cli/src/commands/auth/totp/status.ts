import { Totp } from '@goalixa/contracts/totp'
import { GoalixaCommand } from '../../../goalixa-command.ts'
import { totpWords } from '../../../output/totp.ts'

export default class AuthTotpStatus extends GoalixaCommand {
  static override summary = 'Show whether sign-ins need a one-time code'
  static override examples = [
    '<%= config.bin %> auth totp status',
    '<%= config.bin %> auth totp status --json',
  ]
  static override readonly output = Totp

  override async run(): Promise<void> {
    await this.read(AuthTotpStatus)
    const { store } = await this.open()
    const totp = await store.totp.get()
    this.print(totp, totpWords(totp))
  }
}
