import { look } from '@goalixa/ops/look'
import type { Look } from '@goalixa/ops/look'
import type { Plan } from '@goalixa/ops/plan/plan'
import type { OpsPlace } from './place.ts'
import { openRunChecks } from './run-checks.ts'
import type { CheckFlags } from './run-checks.ts'

interface LookFlags extends CheckFlags {
  readonly overrides: Readonly<Record<string, string>>
  readonly 'allow-contract'?: boolean
  readonly 'force-conflicts'?: boolean
}

/** What a deploy would be told, by the same checks. */
export async function lookAt(place: OpsPlace, plan: Plan, flags: LookFlags): Promise<Look> {
  const opened = await openRunChecks(place, flags)
  try {
    return await look({
      ...place,
      plan,
      overrides: flags.overrides,
      allowContract: flags['allow-contract'] === true,
      forceConflicts: flags['force-conflicts'] === true,
      ...opened.checks,
    })
  } finally {
    await opened.close()
  }
}
