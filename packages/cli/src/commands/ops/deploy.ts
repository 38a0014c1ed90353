import * as Flags from '@oclif/core/flags'
import * as z from 'zod'
import { changing } from '../../flags.ts'
import { OpsCommand, namedValues } from '../../ops-command.ts'
import { override, overrideNames, passing, planning, reason, running } from '../../ops-flags.ts'
import { PlanDocument, planText } from '../../output/ops-plan.ts'

export default class OpsDeploy extends OpsCommand {
  static override summary = 'Roll out a new version, prove it healthy, and take it back if it is not'
  static override description =
    'Makes a plan, or takes one that was kept, and carries it out: checks, migrations, then the services level by level, then the same questions as people ask. Whatever fails after the first change is put back. Ctrl-C stops it before its next change; goalixa ops resume goes on. With --json it prints one event a line.'
  static override examples = [
    '<%= config.bin %> ops deploy --env staging --tag 1.4.0',
    '<%= config.bin %> ops deploy --env production --plan plan.json --yes --json',
  ]
  static override flags = {
    ...planning,
    ...running,
    ...passing,
    plan: Flags.string({
      description: 'carry out this plan, made by goalixa ops plan --out',
      helpValue: 'FILE',
      exclusive: ['manifests', 'manifests-dir', 'tag', 'services'],
    }),
    reason,
    override,
    'skip-staging': Flags.string({
      description: 'go to production without the proof of staging; the same as --override staging=REASON',
      helpValue: 'REASON',
    }),
    detach: Flags.boolean({
      description: 'look at everything, then let the cluster carry it out, whatever becomes of this line',
      exclusive: ['dry-run'],
    }),
    'dry-run': changing['dry-run'],
  }
  static override readonly output = async () =>
    z.union([(await import('@goalixa/ops/events')).eventSchema, PlanDocument])

  override async run(): Promise<void> {
    const { flags } = await this.read(OpsDeploy)
    const skipped = flags['skip-staging']
    const overrides = {
      ...namedValues('override', flags.override, overrideNames),
      ...(skipped === undefined ? {} : { staging: skipped }),
    }
    const deadlineMs = this.milliseconds(flags.timeout, 600_000)
    const waitLockMs = this.milliseconds(flags['wait-lock'], 0)
    if (!flags['dry-run']) this.printLines()
    await this.atCluster(flags, async (place) => {
      const [
        { planned, keptPlan },
        { planDocument },
        { assertNoOpenRun },
        { deploy },
        { detach },
        { runnerFlags },
        { runOps, assertCommitted },
        words,
      ] = await Promise.all([
        import('../../ops/planned.ts'),
        import('../../ops/plan-document.ts'),
        import('@goalixa/ops/begin-run'),
        import('@goalixa/ops/deploy'),
        import('@goalixa/ops/detach'),
        import('../../ops/runner-flags.ts'),
        import('../../ops/run.ts'),
        import('../../output/ops-runs.ts'),
      ])
      const plan = await (flags.plan === undefined ? planned(place, flags) : keptPlan(place, flags.plan))
      const document = planDocument(plan)
      if (flags['dry-run']) return this.print(document, planText(document, this.terminal))
      if (!document.changes) {
        await assertNoOpenRun(place)
        return this.print(words.nothingToDo(document), words.nothingText(document))
      }
      await this.confirmChange(flags, words.intentText(document), flags.yes)
      const ended = await runOps({
        place,
        terminal: this.terminal,
        flags,
        deadlineMs,
        waitLockMs,
        work: (operator) => {
          const why = { reason: flags.reason ?? words.reasonText(document), overrides }
          return flags.detach ? detach(operator, plan, why, runnerFlags(flags)) : deploy(operator, plan, why)
        },
      })
      if ('job' in ended) {
        if (!this.terminal.json) this.terminal.result(words.detachedText(ended))
        return
      }
      assertCommitted(ended)
      if (!this.terminal.json) this.terminal.result(words.endText(ended.run))
    })
  }
}
