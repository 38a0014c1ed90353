import { AppError } from '@goalixa/contracts/errors'
import { defaultSettings } from '@goalixa/domain/default-settings'
import * as z from 'zod'
import { accountKeys, showAccountSetting } from '../../account-settings.ts'
import type { ConfigKey } from '../../config-file.ts'
import { configKeys } from '../../config-file.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { configWords } from '../../output/config.ts'

export default class ConfigList extends GoalixaCommand {
  static override summary = 'List the settings, and where each comes from'
  static override description =
    'apiUrl is of this device; zone and weekStart, too, and where it has none those of the account; the others are of the account, the same on every device.'
  static override examples = ['<%= config.bin %> config list', '<%= config.bin %> config list --json']
  static override readonly output = z.object({
    items: z.array(
      z.object({
        key: z.enum([...configKeys, ...accountKeys]),
        value: z.union([z.string(), z.number()]),
        from: z.enum(['environment', 'config', 'account', 'default']),
      }),
    ),
    nextCursor: z.null(),
  })

  override async run(): Promise<void> {
    await this.read(ConfigList)
    const { environment, config, apiUrl, dates, accountDays } = await this.open()
    const values = { apiUrl, zone: dates.zone, weekStart: dates.weekStart }
    const sourceOf = (key: ConfigKey) => {
      if (key !== 'weekStart' && environment[key] !== undefined) return 'environment'
      if (config[key] !== undefined) return 'config'
      return key !== 'apiUrl' && accountDays[key] !== undefined ? 'account' : 'default'
    }
    const ofDevice = configKeys.map((key) => ({ key, value: values[key], from: sourceOf(key) }))
    const items = [...ofDevice, ...(await this.#ofAccount())]
    this.print({ items, nextCursor: null }, configWords(items))
  }

  /** Those of this device are worth showing also where the account is out of reach. */
  async #ofAccount() {
    const { environment, sessions, store } = await this.open()
    if (environment.token === undefined && (await sessions.read()) === undefined) return []
    try {
      const settings = await store.settings.get()
      return accountKeys.map((key) => {
        const value = showAccountSetting(key, settings)
        const isDefault = value === showAccountSetting(key, defaultSettings)
        return { key, value, from: isDefault ? 'default' : 'account' }
      })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      this.terminal.say(`The settings of the account are not here: ${error.message}`)
      return []
    }
  }
}
