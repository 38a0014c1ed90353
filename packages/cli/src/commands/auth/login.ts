import { Account } from '@goalixa/contracts/accounts'
import * as z from 'zod'
import { Flags } from '@oclif/core'
import { credentialFlags, deviceName, readCredentials, readTotpCode, totpFlag } from '../../credentials.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { safeLine } from '../../output/safe-text.ts'

export default class AuthLogin extends GoalixaCommand {
  static override summary = 'Sign in'
  static override examples = [
    '<%= config.bin %> auth login',
    '<%= config.bin %> auth login --device',
    '<%= config.bin %> auth login --email ada@example.org --password-stdin < password.txt',
  ]
  static override description =
    'On a terminal the sign-in goes through a browser: here, or with a code in any other. Scripts give --email and --password-stdin, or use GOALIXA_TOKEN.'
  static override flags = {
    ...credentialFlags,
    ...totpFlag,
    device: Flags.boolean({
      description: 'show a code to approve in a browser elsewhere',
      exclusive: ['email', 'password-stdin', 'totp'],
    }),
  }
  static override readonly output = z.object({ account: Account, apiUrl: z.string() })

  override async run(): Promise<void> {
    const { flags } = await this.read(AuthLogin)
    const { store, apiUrl, environment } = await this.open()
    const { terminal } = this
    const { accounts } = store
    const byPassword = async (): Promise<Account> =>
      accounts.login(await readCredentials(flags, terminal), () => readTotpCode(flags, terminal))
    const common = { accounts, terminal, device: deviceName(flags) }
    const byDevice = async () => (await import('../../device-login.ts')).signInByDevice(common)
    const byBrowser = async (browser: string) =>
      (await import('../../loopback-login.ts')).signInByBrowser({ ...common, apiUrl, browser })

    const hasCredentials = flags.email !== undefined || flags['password-stdin']
    const { browser } = environment
    let account: Account
    if (flags.device) account = await byDevice()
    else if (hasCredentials || !terminal.interactive) account = await byPassword()
    else account = browser === undefined ? await byDevice() : await byBrowser(browser)
    this.print({ account, apiUrl }, `Signed in to ${apiUrl} as ${safeLine(account.email)}`)
  }
}
