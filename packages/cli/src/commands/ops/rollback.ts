import * as Flags from '@oclif/core/flags'
import * as z from 'zod'
import { changing } from '../../flags.ts'
import { OpsCommand, namedValues } from '../../ops-command.ts'
import { override, overrideNames, planning, reason, running } from '../../ops-flags.ts'
import { PlanDocument, planText } from '../../output/ops-plan.ts'

export default class OpsRollback extends OpsCommand {
  static override summary = 'Go back to what was committed before, with the same checks as a deploy'
  static override description =
    'Without --to it is the revision before the newest; goalixa ops history lists them. Migrations are not undone: past one that only the new code works with there is no way back.'
  static override examples = [
    '<%= config.bin %> ops rollback --env staging',
    '<%= config.bin %> ops rollback --env production --to 7 --reason "sign-in is slow" --yes',
  ]
  static override flags = {
    ...running,
    to: Flags.integer({ description: 'the number of a revision', min: 1, helpValue: 'N' }),
    'force-conflicts': planning['force-conflicts'],
    reason,
    override,
    'dry-run': changing['dry-run'],
  }
  static override readonly output = async () =>
    z.union([(await import('@goalixa/ops/events')).eventSchema, PlanDocument])

  override async run(): Promise<void> {
    const { flags } = await this.read(OpsRollback)
    const overrides = namedValues('override', flags.override, overrideNames)
    const deadlineMs = this.milliseconds(flags.timeout, 600_000)
    const waitLockMs = this.milliseconds(flags['wait-lock'], 0)
    if (!flags['dry-run']) this.printLines()
    await this.atCluster(flags, async (place) => {
      const [
        { planRollback },
        { planDocument },
        { assertNoOpenRun },
        { deploy },
        { runOps, assertCommitted },
        words,
      ] = await Promise.all([
        import('@goalixa/ops/rollback'),
        import('../../ops/plan-document.ts'),
        import('@goalixa/ops/begin-run'),
        import('@goalixa/ops/deploy'),
        import('../../ops/run.ts'),
        import('../../output/ops-runs.ts'),
      ])
      const { plan, from, to } = await planRollback({
        ...place,
        forceConflicts: flags['force-conflicts'],
        ...(flags.to === undefined ? {} : { to: flags.to }),
      })
      const document = planDocument(plan)
      if (flags['dry-run']) return this.print(document, planText(document, this.terminal))
      if (!document.changes) {
        await assertNoOpenRun(place)
        return this.print(words.nothingToDo(document), words.nothingText(document))
      }
      const what = `This goes back from revision ${from.number} to ${to.number}`
      await this.confirmChange(flags, what, flags.yes)
      const ended = await runOps({
        place,
        terminal: this.terminal,
        flags,
        deadlineMs,
        waitLockMs,
        work: (operator) =>
          deploy(operator, plan, {
            kind: 'rollback',
            reason: flags.reason ?? `to revision ${to.number}`,
            overrides,
          }),
      })
      assertCommitted(ended)
      if (!this.terminal.json) this.terminal.result(words.endText(ended.run))
    })
  }
}
