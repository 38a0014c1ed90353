import { Args } from '@oclif/core'
import * as z from 'zod'
import { configKeys, readConfig, writeConfig } from '../../config-file.ts'
import { readEnvironment } from '../../environment.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'

export default class ConfigUnset extends GoalixaCommand {
  static override summary = 'Forget a setting, so that its default holds'
  static override args = {
    key: Args.option({ options: configKeys })({ description: 'which', required: true, ignoreStdin: true }),
  }
  static override readonly output = z.object({ key: z.enum(configKeys), value: z.null() })

  override async run(): Promise<void> {
    const { args } = await this.read(ConfigUnset)
    const { configDir } = readEnvironment()
    const { [args.key]: _, ...rest } = await readConfig(configDir)
    await writeConfig(configDir, rest)
    this.print({ key: args.key, value: null }, `${args.key} has its default again`)
  }
}
