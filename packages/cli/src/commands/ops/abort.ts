import * as Args from '@oclif/core/args'
import { OpsCommand } from '../../ops-command.ts'
import { planning, running } from '../../ops-flags.ts'

export default class OpsAbort extends OpsCommand {
  static override summary = 'Take a run back that has no end yet'
  static override description =
    'Whoever runs it is asked to put back what was changed, and this waits for that; when nobody does any more, it is put back from here.'
  static override usage = 'ops abort [RUN]'
  static override examples = [
    '<%= config.bin %> ops abort --env staging',
    '<%= config.bin %> ops abort 20261123t031205-9f3c --env production --yes',
  ]
  static override args = {
    run: Args.string({ description: 'its id; the newest without an end unless said', ignoreStdin: true }),
  }
  static override flags = { ...running, 'force-conflicts': planning['force-conflicts'] }
  static override readonly output = async () => (await import('@goalixa/ops/events')).eventSchema

  override async run(): Promise<void> {
    const { flags, args } = await this.read(OpsAbort)
    const deadlineMs = this.milliseconds(flags.timeout, 600_000)
    // Its holder needs the time of a rollback.
    const waitLockMs = this.milliseconds(flags['wait-lock'], deadlineMs)
    this.printLines()
    await this.atCluster(flags, async (place) => {
      const [{ abort }, { runOps, assertCommitted }, { endText }] = await Promise.all([
        import('@goalixa/ops/deploy'),
        import('../../ops/run.ts'),
        import('../../output/ops-runs.ts'),
      ])
      await this.confirmChange(flags, 'This takes a run back', flags.yes)
      const ended = await runOps({
        place,
        terminal: this.terminal,
        flags,
        deadlineMs,
        waitLockMs,
        work: (operator) => abort(operator, args.run),
      })
      // That it was taken back is what was asked for.
      if (ended.outcome !== 'aborted') assertCommitted(ended)
      if (!this.terminal.json) this.terminal.result(endText(ended.run))
    })
  }
}
