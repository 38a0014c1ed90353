import * as Flags from '@oclif/core/flags'
import * as z from 'zod'
import { OpsCommand } from '../../ops-command.ts'
import { changing } from '../../flags.ts'
import { momentText } from '../../output/ops-status.ts'
import { safeLine } from '../../output/safe-text.ts'

export default class OpsUnlock extends OpsCommand {
  static override summary = 'Take the lock from somebody who cannot give it back'
  static override description =
    'A lock frees itself 15 seconds after its holder died, so this is for one that is alive and should not be. Whoever still believes to have it finds out before its next change, and stops. The reason stays on the lock.'
  static override examples = [
    '<%= config.bin %> ops unlock --env staging --force --reason "CI job hangs"',
    '<%= config.bin %> ops unlock --env production --force --reason "laptop is lost" --yes',
  ]
  static override flags = {
    force: Flags.boolean({ description: 'say that you mean it', required: true }),
    reason: Flags.string({
      description: 'why, for whoever finds the lock gone',
      helpValue: 'WORDS',
      required: true,
    }),
    yes: changing.yes,
  }
  static override readonly output = z.object({
    environment: z.string(),
    /** From whom; null when it was free. */
    taken: z.object({ holder: z.string(), since: z.string(), doing: z.string(), token: z.int() }).nullable(),
  })

  override async run(): Promise<void> {
    const { flags } = await this.read(OpsUnlock)
    await this.looking(flags, async (place) => {
      const [{ unlock }, { assertEnvironment }, { actor }] = await Promise.all([
        import('@goalixa/ops/unlock'),
        import('@goalixa/ops/environment'),
        import('../../ops/run.ts'),
      ])
      await assertEnvironment(place)
      await this.confirmChange(flags, 'This takes the lock from somebody', flags.yes)
      const taken = await unlock({ ...place, actor: actor(), reason: flags.reason })
      this.print(
        { environment: flags.env, taken: taken ?? null },
        taken === undefined
          ? `Nobody holds the lock of ${flags.env}`
          : `Taken from ${safeLine(taken.holder)}, who had it since ${momentText(taken.since)}: ${safeLine(taken.doing)}`,
      )
    })
  }
}
