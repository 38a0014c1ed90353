/** How a run ended, as a failure with its own code: what scripts tell apart. */
import { AppError } from '@goalixa/contracts/errors'
import type { FieldProblem } from '@goalixa/contracts/errors'
import { overridable } from './preflight/finding.ts'
import type { Run, RunStep } from './run.ts'

/** Undefined for what was committed. */
export function runFailure(run: Run, because: string): AppError | undefined {
  const failed = run.steps.find(({ result }) => result?.outcome === 'failed')
  const detail = because === '' ? undefined : because
  switch (run.outcome) {
    case 'committed':
      return undefined
    case 'refused':
      return failed?.name === 'gates'
        ? new AppError('ops.gate_failed', detail, { fields: problemsOf(failed) })
        : new AppError('ops.preflight_failed', detail, { fields: problemsOf(failed), ...wayAround(failed) })
    case 'aborted':
      return new AppError('ops.aborted', detail)
    case 'rolled-back':
      return new AppError(isLate(failed) ? 'ops.deadline' : 'ops.rolled_back', detail)
    default:
      return new AppError('ops.rollback_failed', detail)
  }
}

const isLate = (step: RunStep | undefined): boolean =>
  (step?.result?.data as { class?: unknown } | undefined)?.class === 'deadline'

/** What preflight and gates found, each at its object. */
const problemsOf = (step: RunStep | undefined): readonly FieldProblem[] =>
  errorsIn(step).map(({ object = '', message = '' }) => ({ path: object, message }))

/** Where somebody may know better than every check that found something. */
function wayAround(step: RunStep | undefined): { try?: string } {
  const checks = [...new Set(errorsIn(step).map(({ check = '' }) => check))]
  if (checks.length === 0 || !checks.every((check) => overridable.has(check))) return {}
  const flags = checks.map((check) => `--override ${check}=REASON`).join(' ')
  return { try: `mend what the findings name, or go on all the same: ${flags}; nothing was changed` }
}

interface Found {
  readonly check?: string
  readonly level?: string
  readonly object?: string
  readonly message?: string
}

function errorsIn(step: RunStep | undefined): readonly Found[] {
  const found = step?.result?.data
  return Array.isArray(found) ? (found as Found[]).filter(({ level }) => level !== 'warning') : []
}
