/** A plan as `--json` prints it: what changes, not the manifests. */
import type { Plan } from '@goalixa/ops/plan/plan'
import { hasChanges, planHash } from '@goalixa/ops/plan/plan'
import { objectKey } from '@goalixa/ops/object-key'
import type { PlanDocument } from '../output/ops-plan.ts'

export const planDocument = (plan: Plan): PlanDocument => ({
  environment: plan.environment,
  planHash: planHash(plan),
  changes: hasChanges(plan),
  services: plan.services.map(({ name, level, images, changes, migration }) => ({
    name,
    level,
    images,
    migration: migration?.kind ?? null,
    changes: changes.filter(({ action }) => action !== 'none'),
  })),
  prune: plan.prune.map(objectKey),
})
