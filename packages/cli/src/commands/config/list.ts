import { AppError } from '@goalixa/contracts/errors'
import { defaultSettings } from '@goalixa/domain/default-settings'
import * as z from 'zod'
import { accountKeys, showAccountSetting } from '../../account-settings.ts'
import { configKeys } from '../../config-file.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { configWords } from '../../output/config.ts'

export default class ConfigList extends GoalixaCommand {
  static override summary = 'List the settings, and where each comes from'
  static override description =
    'apiUrl, zone and weekStart are those of this device; the others are of the account, the same on every device.'
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
    const { environment, config, apiUrl, dates } = await this.open()
    const values = { apiUrl, zone: dates.zone, weekStart: dates.weekStart }
    const ofDevice = configKeys.map((key) => ({
      key,
      value: values[key],
      from:
        key !== 'weekStart' && environment[key] !== undefined
          ? 'environment'
          : config[key] !== undefined
            ? 'config'
            : 'default',
    }))
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
