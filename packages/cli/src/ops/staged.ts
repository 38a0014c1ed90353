import { assertEnvironment } from '@goalixa/ops/environment'
import { readStaged } from '@goalixa/ops/promote'
import type { Staged } from '@goalixa/ops/promote'
import type { PlaceFlags } from '../ops-command.ts'
import { atPlace } from './place.ts'

/** What staging runs; the cluster has to be that one. */
export const stagedAt = (at: Omit<PlaceFlags, 'env'>): Promise<Staged> =>
  atPlace({ ...at, env: 'staging' }, async (place) => {
    await assertEnvironment(place)
    return readStaged(place)
  })
