import { RecoveryCodes } from '@goalixa/contracts/totp'
import { Args } from '@oclif/core'
import { GoalixaCommand } from '../../../goalixa-command.ts'
import { recoveryWords } from '../../../output/totp.ts'

export default class AuthTotpConfirm extends GoalixaCommand {
  static override summary = 'Turn one-time codes on with the first code of the app'
  static override examples = ['<%= config.bin %> auth totp confirm 123456']
  static override args = {
    code: Args.string({
      description: 'the six digits that the app shows',
      required: true,
      ignoreStdin: true,
    }),
  }
  static override readonly output = RecoveryCodes

  override async run(): Promise<void> {
    const { args } = await this.read(AuthTotpConfirm)
    const { store } = await this.open()
    const codes = await store.totp.confirm(args.code)
    this.terminal.say(
      'On. Keep these recovery codes in a safe place: each is good once, and they are not shown again.',
    )
    this.print(codes, recoveryWords(codes))
  }
}
