/** All that can be known before anything is changed, told together: one deploy shows every reason why it would fail. */
import { objectsOf } from '../plan/plan.ts'
import type { LookContext, StepResult } from '../rollout/context.ts'
import type { Run } from '../run.ts'
import { checkAccess, rightsFor } from './access.ts'
import { checkBackups } from './backups.ts'
import { checkDryRun } from './dry-run.ts'
import { overridable } from './finding.ts'
import type { PreflightFinding } from './finding.ts'
import { checkReferences, referencesIn } from './references.ts'
import { readRoom, roomFindings } from './room.ts'

/** A look of another kind, such as the registry's. */
export type PreflightCheck = (context: LookContext) => Promise<readonly PreflightFinding[]>

const access: PreflightCheck = async ({ cluster, journal, namespace }) =>
  checkAccess(cluster, await rightsFor(cluster, journal.plan, namespace))

/** A plan may be old: what the server says of it now counts. */
const dryRun: PreflightCheck = ({ cluster, journal, settings }) =>
  checkDryRun(cluster, journal.plan, settings.forceConflicts)

const references: PreflightCheck = ({ cluster, journal }) =>
  checkReferences(cluster, referencesIn(objectsOf(journal.plan)))

function overridden(finding: PreflightFinding, overrides: Run['overrides']): PreflightFinding {
  const reason = Object.hasOwn(overrides, finding.check) ? overrides[finding.check] : undefined
  if (finding.level === 'warning' || reason === undefined || !overridable.has(finding.check)) return finding
  return { ...finding, level: 'warning', message: `${finding.message} (overridden: ${reason})` }
}

const room: PreflightCheck = async ({ cluster, journal }) =>
  roomFindings(journal.plan, await readRoom(cluster, journal.plan))

const backups: PreflightCheck = ({ cluster, clock, journal }) =>
  checkBackups(cluster, clock, journal.plan.environment)

/** Fails with all findings as data when one of them is no mere warning. */
export async function preflight(
  context: LookContext,
  more: readonly PreflightCheck[] = [],
): Promise<StepResult> {
  const all: PreflightFinding[] = []
  // Without the rights for it, the other looks would only find that they may not look.
  const missing = await access(context)
  all.push(...missing)
  if (missing.length === 0)
    for (const check of [dryRun, references, room, backups, ...more]) all.push(...(await check(context)))
  const { overrides } = context.journal.run()
  const findings = all.map((finding) => overridden(finding, overrides))
  for (const { check, level, object, message } of findings)
    context.tell('check', `${object}: ${message}`, { data: { check, level, object, message } })
  const errors = findings.filter(({ level }) => level === 'error')
  if (errors.length === 0) return { outcome: 'ok', data: findings }
  const [first] = errors
  const others = errors.length === 1 ? '' : ` (and ${errors.length - 1} more)`
  return { outcome: 'failed', detail: `${first!.object}: ${first!.message}${others}`, data: findings }
}
