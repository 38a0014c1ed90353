import { Args } from '@oclif/core'
import * as z from 'zod'
import { accountKeys, isAccountKey, readAccountSetting, showAccountSetting } from '../../account-settings.ts'
import { configKeys, parseConfigValue, readConfig, writeConfig } from '../../config-file.ts'
import { readEnvironment } from '../../environment.ts'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'

const keys = [...configKeys, ...accountKeys] as const

export default class ConfigSet extends GoalixaCommand {
  static override summary = 'Keep a setting'
  static override description =
    'apiUrl, zone and weekStart are kept on this device, where they come before what the account has. The others are settings of the account: they reach every device, and goalixa undo takes them back. Lengths are written as 25m; rounding as 15m:up, 15m:down, 15m:nearest or none. overlap is what happens to entries in the way of a new or moved one: ask, allow, trim, split or forbid.'
  static override examples = [
    '<%= config.bin %> config set zone Europe/Berlin',
    '<%= config.bin %> config set rounding 15m:up',
  ]
  static override args = {
    key: Args.option({ options: keys })({ description: 'which', required: true, ignoreStdin: true }),
    value: Args.string({ description: 'what it is from now on', required: true, ignoreStdin: true }),
  }
  static override flags = { ...changing }
  static override readonly output = z.object({
    key: z.enum(keys),
    value: z.union([z.string(), z.number()]),
  })

  override async run(): Promise<void> {
    const { args, flags } = await this.read(ConfigSet)
    const { key } = args
    const words = ({ value }: { readonly value: string | number }) => `${key} = ${value}`
    if (isAccountKey(key)) {
      const patch = readAccountSetting(key, args.value)
      const { store } = await this.open()
      const run = async () => ({ key, value: showAccountSetting(key, await store.settings.update(patch)) })
      return this.change({ would: 'settings.update', input: patch, flags, run, words })
    }
    const value = parseConfigValue(key, args.value)
    const run = async () => {
      const { configDir } = readEnvironment()
      await writeConfig(configDir, { ...(await readConfig(configDir)), [key]: value })
      return { key, value }
    }
    return this.change({ would: 'config.set', input: { [key]: value }, flags, run, words })
  }
}
