import { Args } from '@oclif/core'
import * as z from 'zod'
import type { AccountKey } from '../../account-settings.ts'
import { accountKeys, isAccountKey, showAccountSetting } from '../../account-settings.ts'
import type { ConfigKey } from '../../config-file.ts'
import { configKeys } from '../../config-file.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'

const keys = [...configKeys, ...accountKeys] as const

export default class ConfigGet extends GoalixaCommand {
  static override summary = 'Print one setting as it is used'
  static override examples = [
    '<%= config.bin %> config get zone',
    '<%= config.bin %> config get apiUrl --json',
  ]
  static override args = {
    key: Args.option({ options: keys })({ description: 'which', required: true, ignoreStdin: true }),
  }
  static override readonly output = z.object({
    key: z.enum(keys),
    value: z.union([z.string(), z.number()]),
  })

  override async run(): Promise<void> {
    const { args } = await this.read(ConfigGet)
    const value = await this.#valueOf(args.key)
    this.print({ key: args.key, value }, String(value))
  }

  async #valueOf(key: ConfigKey | AccountKey): Promise<string | number> {
    const { apiUrl, dates, store } = await this.open()
    if (isAccountKey(key)) return showAccountSetting(key, await store.settings.get())
    return { apiUrl, zone: dates.zone, weekStart: dates.weekStart }[key]
  }
}
