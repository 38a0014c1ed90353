import { RecoveryCodes } from '@goalixa/contracts/totp'
import { Flags } from '@oclif/core'
import { GoalixaCommand } from '../../../goalixa-command.ts'
import { recoveryWords } from '../../../output/totp.ts'

export default class AuthTotpRecoveryCodes extends GoalixaCommand {
  static override summary = 'Make ten new recovery codes'
  static override examples = ['<%= config.bin %> auth totp recovery-codes']
  static override flags = { yes: Flags.boolean({ char: 'y', description: 'do it without asking' }) }
  static override readonly output = RecoveryCodes

  override async run(): Promise<void> {
    const { flags } = await this.read(AuthTotpRecoveryCodes)
    const { store } = await this.open()
    await this.confirm('The recovery codes of before end', flags.yes)
    const codes = await store.totp.renewRecoveryCodes()
    this.terminal.say('Keep them in a safe place: each is good once, and they are not shown again.')
    this.print(codes, recoveryWords(codes))
  }
}
