import { Args } from '@oclif/core'
import * as z from 'zod'
import { configKeys } from '../../config-file.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'

export default class ConfigGet extends GoalixaCommand {
  static override summary = 'Print one setting as it is used'
  static override args = {
    key: Args.option({ options: configKeys })({ description: 'which', required: true, ignoreStdin: true }),
  }
  static override readonly output = z.object({
    key: z.enum(configKeys),
    value: z.union([z.string(), z.number()]),
  })

  override async run(): Promise<void> {
    const { args } = await this.read(ConfigGet)
    const { apiUrl, dates } = await this.open()
    const value = { apiUrl, zone: dates.zone, weekStart: dates.weekStart }[args.key]
    this.print({ key: args.key, value }, String(value))
  }
}
