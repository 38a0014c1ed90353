import { Args } from '@oclif/core'
import * as z from 'zod'
import { configKeys, parseConfigValue, readConfig, writeConfig } from '../../config-file.ts'
import { readEnvironment } from '../../environment.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'

export default class ConfigSet extends GoalixaCommand {
  static override summary = 'Keep a setting'
  static override examples = [
    '<%= config.bin %> config set zone Europe/Berlin',
    '<%= config.bin %> config set weekStart 7',
  ]
  static override args = {
    key: Args.option({ options: configKeys })({ description: 'which', required: true, ignoreStdin: true }),
    value: Args.string({ description: 'what it is from now on', required: true, ignoreStdin: true }),
  }
  static override readonly output = z.object({
    key: z.enum(configKeys),
    value: z.union([z.string(), z.number()]),
  })

  override async run(): Promise<void> {
    const { args } = await this.read(ConfigSet)
    const value = parseConfigValue(args.key, args.value)
    const { configDir } = readEnvironment()
    await writeConfig(configDir, { ...(await readConfig(configDir)), [args.key]: value })
    this.print({ key: args.key, value }, `${args.key} = ${value}`)
  }
}
