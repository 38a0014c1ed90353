/** Plans as text: written by `ops plan --out`, read by `ops deploy --plan`. */
import { AppError } from '@goalixa/contracts/errors'
import { planSchema } from './plan.ts'
import type { Plan } from './plan.ts'

export const planText = (plan: Plan): string => `${JSON.stringify(plan, null, 2)}\n`

/** Rejects with `ops.plan_invalid`, each mistake at its field, and for a plan of another environment. */
export function readPlan(text: string, environment: string): Plan {
  const parsed = planSchema.safeParse(jsonOf(text))
  if (!parsed.success)
    throw new AppError('ops.plan_invalid', 'this is no plan of this version', {
      fields: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
    })
  if (parsed.data.environment !== environment)
    throw new AppError('ops.plan_invalid', `the plan is for ${parsed.data.environment}, not ${environment}`, {
      try: `say --env ${parsed.data.environment} if you mean it`,
    })
  return parsed.data
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new AppError('ops.plan_invalid', 'the plan is no JSON', { cause: error })
  }
}
