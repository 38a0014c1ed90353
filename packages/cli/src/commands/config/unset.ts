import { Args } from '@oclif/core'
import * as z from 'zod'
import { accountKeys, isAccountKey, resetAccountSetting } from '../../account-settings.ts'
import { configKeys, readConfig, writeConfig } from '../../config-file.ts'
import { readEnvironment } from '../../environment.ts'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'

const keys = [...configKeys, ...accountKeys] as const

export default class ConfigUnset extends GoalixaCommand {
  static override summary = 'Forget a setting, so that its default holds'
  static override examples = [
    '<%= config.bin %> config unset zone',
    '<%= config.bin %> config unset zone --json',
  ]
  static override args = {
    key: Args.option({ options: keys })({ description: 'which', required: true, ignoreStdin: true }),
  }
  static override flags = { ...changing }
  static override readonly output = z.object({ key: z.enum(keys), value: z.null() })

  override async run(): Promise<void> {
    const { args, flags } = await this.read(ConfigUnset)
    const { key } = args
    const words = () => `${key} has its default again`
    if (isAccountKey(key)) {
      const patch = resetAccountSetting(key)
      const { store } = await this.open()
      const run = async () => {
        await store.settings.update(patch)
        return { key, value: null }
      }
      return this.change({ would: 'settings.update', input: patch, flags, run, words })
    }
    const run = async () => {
      const { configDir } = readEnvironment()
      const { [key]: _, ...rest } = await readConfig(configDir)
      await writeConfig(configDir, rest)
      return { key, value: null }
    }
    return this.change({ would: 'config.unset', input: { [key]: null }, flags, run, words })
  }
}
