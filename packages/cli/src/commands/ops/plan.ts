import * as Flags from '@oclif/core/flags'
import { exit } from '../../exit-codes.ts'
import { OpsCommand } from '../../ops-command.ts'
import { planning } from '../../ops-flags.ts'
import { PlanDocument, planText } from '../../output/ops-plan.ts'

export default class OpsPlan extends OpsCommand {
  static override summary = 'Show what a deploy would change, object by object'
  static override description =
    'Renders the manifests, pins every image to its digest, and asks the server what would come of them. Changes nothing. With --out the plan is kept: goalixa ops deploy --plan does exactly that, as long as the cluster is as the plan knew it.'
  static override examples = [
    '<%= config.bin %> ops plan --env staging --tag 1.4.0',
    '<%= config.bin %> ops plan --manifests rendered.yaml --out plan.json --exit-code',
  ]
  static override flags = {
    ...planning,
    out: Flags.string({ description: 'keep the plan in this file', helpValue: 'FILE' }),
    'exit-code': Flags.boolean({
      description: 'exit with 13 when nothing changes, with 14 when something does',
    }),
  }
  static override readonly output = PlanDocument

  override async run(): Promise<void> {
    const { flags } = await this.read(OpsPlan)
    await this.looking(flags, async (place) => {
      const [{ planned }, { planDocument }, { planText: fileText }] = await Promise.all([
        import('../../ops/planned.ts'),
        import('../../ops/plan-document.ts'),
        import('@goalixa/ops/plan/plan-file'),
      ])
      const plan = await planned(place, flags)
      if (flags.out !== undefined) {
        const { keepFile } = await import('../../ops/keep-file.ts')
        await keepFile(flags.out, fileText(plan))
      }
      const document = planDocument(plan)
      this.print(document, planText(document, this.terminal))
      if (flags['exit-code']) process.exitCode = document.changes ? exit.changes : exit.unchanged
    })
  }
}
