import * as z from 'zod'
import {
  checkClock,
  checkConfig,
  checkHealth,
  checkMails,
  checkNode,
  checkSignIn,
  publicPath,
  readinessPath,
} from '../doctor.ts'
import { exit } from '../exit-codes.ts'
import { GoalixaCommand } from '../goalixa-command.ts'
import { doctorWords } from '../output/doctor.ts'

const Check = z.object({
  name: z.string(),
  state: z.enum(['ok', 'warn', 'fail']),
  detail: z.string(),
  try: z.string().optional(),
  ms: z.int().optional(),
})

export default class Doctor extends GoalixaCommand {
  static override summary = 'Look for what is wrong: settings, server, sign-in, clock'
  static override examples = ['<%= config.bin %> doctor', '<%= config.bin %> doctor --json']
  static override readonly output = z.object({ ok: z.boolean(), checks: z.array(Check) })

  override async run(): Promise<void> {
    await this.read(Doctor)
    const wiring = await this.open()
    const alive = await checkHealth('server', publicPath, wiring)
    const ready = await checkHealth('readiness', readinessPath, wiring)
    const checks = [
      checkNode(process.versions.node),
      checkConfig(wiring),
      alive.check,
      ready.check,
      await checkSignIn(wiring),
      ...(await checkMails(wiring)),
      ...checkClock(alive.date, wiring.dates.now),
    ]
    const ok = checks.every((check) => check.state !== 'fail')
    this.print({ ok, checks }, doctorWords(checks, this.terminal))
    if (!ok) process.exitCode = exit.failed
  }
}
