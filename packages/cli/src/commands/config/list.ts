import * as z from 'zod'
import { configKeys } from '../../config-file.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { configWords } from '../../output/config.ts'

export default class ConfigList extends GoalixaCommand {
  static override summary = 'List the settings, and where each comes from'
  static override readonly output = z.object({
    items: z.array(
      z.object({
        key: z.enum(configKeys),
        value: z.union([z.string(), z.number()]),
        from: z.enum(['environment', 'config', 'default']),
      }),
    ),
    nextCursor: z.null(),
  })

  override async run(): Promise<void> {
    await this.read(ConfigList)
    const { environment, config, apiUrl, dates } = await this.open()
    const values = { apiUrl, zone: dates.zone, weekStart: dates.weekStart }
    const items = configKeys.map((key) => ({
      key,
      value: values[key],
      from:
        key !== 'weekStart' && environment[key] !== undefined
          ? 'environment'
          : config[key] !== undefined
            ? 'config'
            : 'default',
    }))
    this.print({ items, nextCursor: null }, configWords(items))
  }
}
