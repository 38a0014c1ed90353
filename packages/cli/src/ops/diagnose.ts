import { controlNamespace } from '@goalixa/ops/environment'
import { examine } from '@goalixa/ops/doctor'
import type { Diagnosis } from '@goalixa/ops/doctor'
import { systemClock } from '@goalixa/ops/system-clock'
import { createProbe } from '@goalixa/ops/verify/probe'
import type { PlaceFlags } from '../ops-command.ts'
import { openFor } from './place.ts'

export async function diagnose(
  flags: PlaceFlags,
  registries: readonly string[],
): Promise<readonly Diagnosis[]> {
  const probe = createProbe(() => systemClock.date())
  try {
    return await examine({
      open: () => openFor(flags),
      namespace: controlNamespace,
      environment: flags.env,
      registries,
      probe,
    })
  } finally {
    await probe.close()
  }
}
