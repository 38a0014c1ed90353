import * as Flags from '@oclif/core/flags'
import { readEnvironment } from '../../environment.ts'
import { exit } from '../../exit-codes.ts'
import { OpsCommand, namedValues } from '../../ops-command.ts'
import { running } from '../../ops-flags.ts'
import { HealthDocument, healthText } from '../../output/ops-health.ts'

export default class OpsHealth extends OpsCommand {
  static override summary = 'Ask an environment what people ask, and tell how it answers'
  static override description =
    'Opens the pages and asks the gateway, at the host names of the routes. With GOALIXA_OPS_EMAIL and GOALIXA_OPS_PASSWORD it also signs in, writes a task, reads it and removes it. Exits with 1 when something is not well.'
  static override examples = [
    '<%= config.bin %> ops health --env staging',
    '<%= config.bin %> ops health --origin api=http://127.0.0.1:8080 --json',
  ]
  static override flags = {
    origin: running.origin,
    rounds: Flags.integer({
      description: 'requests of each kind',
      min: 1,
      max: 100,
      default: 5,
      helpValue: 'N',
    }),
  }
  static override readonly output = HealthDocument

  override async run(): Promise<void> {
    const { flags } = await this.read(OpsHealth)
    const origins = namedValues('origin', flags.origin, ['landing', 'pwa', 'api'])
    await this.looking(flags, async (place) => {
      const { readHealth } = await import('../../ops/health.ts')
      const health = await readHealth(place, {
        origins,
        rounds: flags.rounds,
        user: readEnvironment().opsUser,
      })
      this.print(health, healthText(health, this.terminal))
      if (!health.ok) process.exitCode = exit.failed
    })
  }
}
