import { Flags } from '@oclif/core'
import * as z from 'zod'
import { GoalixaCommand } from '../../../goalixa-command.ts'

export default class AuthTotpDisable extends GoalixaCommand {
  static override summary = 'Ask for no one-time code any more'
  static override examples = ['<%= config.bin %> auth totp disable']
  static override flags = { yes: Flags.boolean({ char: 'y', description: 'do it without asking' }) }
  static override readonly output = z.object({ enabled: z.boolean() })

  override async run(): Promise<void> {
    const { flags } = await this.read(AuthTotpDisable)
    const { store } = await this.open()
    await this.confirm('Your password alone will be enough to sign in', flags.yes)
    await store.totp.delete()
    this.print({ enabled: false }, 'One-time codes are off.')
  }
}
