/** The setting of a test, which goes when the test ends. */
import { onTestFinished } from 'vitest'
import type { Behaviours } from './cluster/controllers/behaviours.ts'
import { startSetting } from './rollout.ts'
import type { RolloutSetting } from './rollout.ts'

export async function startRollouts(behaviours: Behaviours = {}): Promise<RolloutSetting> {
  const setting = await startSetting(behaviours)
  onTestFinished(setting.close)
  return setting
}
