import { RecoveryCodes, TotpEnrolment } from '@goalixa/contracts/totp'
import * as z from 'zod'
import { askLine } from '../../../ask.ts'
import { GoalixaCommand } from '../../../goalixa-command.ts'
import { enrolmentWords, recoveryWords } from '../../../output/totp.ts'

export default class AuthTotpEnable extends GoalixaCommand {
  static override summary = 'Ask for a one-time code of an app at each sign-in'
  static override description =
    'Put the secret into your app. On a terminal the first code is asked for; elsewhere go on with: goalixa auth totp confirm CODE.'
  static override examples = ['<%= config.bin %> auth totp enable']
  /** With the recovery codes once the first code was right. */
  static override readonly output = z.union([TotpEnrolment, RecoveryCodes])

  override async run(): Promise<void> {
    await this.read(AuthTotpEnable)
    const { store } = await this.open()
    const enrolment = await store.totp.create()
    if (!this.terminal.interactive) return this.print(enrolment, enrolmentWords(enrolment))
    this.terminal.say(enrolmentWords(enrolment))
    const codes = await store.totp.confirm(await askLine('Code of your app:'))
    this.terminal.say(
      'On. Keep these recovery codes in a safe place: each is good once, and they are not shown again.',
    )
    this.print(codes, recoveryWords(codes))
  }
}
