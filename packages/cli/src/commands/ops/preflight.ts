import * as Flags from '@oclif/core/flags'
import { exit } from '../../exit-codes.ts'
import { OpsCommand, namedValues } from '../../ops-command.ts'
import { override, overrideNames, passing, planning } from '../../ops-flags.ts'

export default class OpsPreflight extends OpsCommand {
  static override summary = 'Ask everything that a deploy asks before its first change'
  static override description =
    'Rights, dry run, references, room, pulls with the secrets of the cluster, backups, and the gates: all findings together. Nothing is locked or changed. Exits with 10 when a check fails, with 11 when only a gate is closed.'
  static override examples = [
    '<%= config.bin %> ops preflight --env staging --tag 1.4.0',
    '<%= config.bin %> ops preflight --plan plan.json --json',
  ]
  static override flags = {
    ...planning,
    ...passing,
    plan: Flags.string({
      description: 'ask for this plan, made by goalixa ops plan --out',
      helpValue: 'FILE',
      exclusive: ['manifests', 'manifests-dir', 'tag', 'services'],
    }),
    override,
    'allow-contract': Flags.boolean({ description: 'as a deploy that allows contract migrations' }),
  }
  static override readonly output = async () =>
    (await import('../../output/ops-preflight.ts')).PreflightDocument

  override async run(): Promise<void> {
    const { flags } = await this.read(OpsPreflight)
    const overrides = namedValues('override', flags.override, overrideNames)
    await this.looking(flags, async (place) => {
      const [{ planned, keptPlan }, { lookAt }, { preflightText }] = await Promise.all([
        import('../../ops/planned.ts'),
        import('../../ops/look-at.ts'),
        import('../../output/ops-preflight.ts'),
      ])
      const plan = await (flags.plan === undefined ? planned(place, flags) : keptPlan(place, flags.plan))
      const found = await lookAt(place, plan, { ...flags, overrides })
      this.print(found, preflightText(found, place.environment, this.terminal))
      const isBad = found.checks.some(({ level }) => level === 'error')
      if (!found.ok) process.exitCode = isBad ? exit.preflight : exit.gate
    })
  }
}
