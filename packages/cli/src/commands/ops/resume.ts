import * as Args from '@oclif/core/args'
import { OpsCommand } from '../../ops-command.ts'
import { passing, planning, running } from '../../ops-flags.ts'

export default class OpsResume extends OpsCommand {
  static override summary = 'Go on with a run that was broken off'
  static override description =
    'The journal in the cluster says how far it was: what was begun is looked at, what is done is not done again.'
  static override usage = 'ops resume [RUN]'
  static override examples = [
    '<%= config.bin %> ops resume --env staging',
    '<%= config.bin %> ops resume 20261123t031205-9f3c --env staging --json',
  ]
  static override args = {
    run: Args.string({ description: 'its id; the newest without an end unless said', ignoreStdin: true }),
  }
  static override flags = { ...running, ...passing, 'force-conflicts': planning['force-conflicts'] }
  static override readonly output = async () => (await import('@goalixa/ops/events')).eventSchema

  override async run(): Promise<void> {
    const { flags, args } = await this.read(OpsResume)
    const deadlineMs = this.milliseconds(flags.timeout, 600_000)
    const waitLockMs = this.milliseconds(flags['wait-lock'], 0)
    this.printLines()
    await this.atCluster(flags, async (place) => {
      const [{ resume }, { runOps, assertCommitted }, { endText }] = await Promise.all([
        import('@goalixa/ops/deploy'),
        import('../../ops/run.ts'),
        import('../../output/ops-runs.ts'),
      ])
      await this.confirmChange(flags, 'This goes on with a run', flags.yes)
      const ended = await runOps({
        place,
        terminal: this.terminal,
        flags,
        deadlineMs,
        waitLockMs,
        work: (operator) => resume(operator, args.run),
      })
      assertCommitted(ended)
      if (!this.terminal.json) this.terminal.result(endText(ended.run))
    })
  }
}
