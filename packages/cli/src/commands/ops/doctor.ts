import * as Flags from '@oclif/core/flags'
import * as z from 'zod'
import { exit } from '../../exit-codes.ts'
import { OpsCommand } from '../../ops-command.ts'
import { doctorWords } from '../../output/doctor.ts'

const Diagnosis = z.object({
  name: z.string(),
  state: z.enum(['ok', 'warn', 'fail']),
  detail: z.string(),
  try: z.string().optional(),
})

export default class OpsDoctor extends OpsCommand {
  static override summary =
    'Look for what keeps deploys from working: kubectl, cluster, permissions, registry'
  static override description = 'Exits with 10 when something would fail.'
  static override examples = [
    '<%= config.bin %> ops doctor --env staging',
    '<%= config.bin %> ops doctor --env staging --registry harbor.example.com --json',
  ]
  static override flags = {
    registry: Flags.string({
      description: 'ask this one instead of those of the running images; may be given several times',
      helpValue: 'HOST',
      multiple: true,
      multipleNonGreedy: true,
    }),
  }
  static override readonly output = z.object({ ok: z.boolean(), checks: z.array(Diagnosis) })

  override async run(): Promise<void> {
    const { flags } = await this.read(OpsDoctor)
    const { diagnose } = await import('../../ops/diagnose.ts')
    const checks = await diagnose(flags, flags.registry ?? [])
    const ok = checks.every(({ state }) => state !== 'fail')
    this.print({ ok, checks }, doctorWords(checks, this.terminal))
    if (!ok) process.exitCode = exit.preflight
  }
}
