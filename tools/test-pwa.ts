/** Tests of pages meet the app as it is built. */
import { ensurePwa } from './build/build-pwa.ts'

/** @public called by vitest, once per run */
export default async function setup(): Promise<void> {
  await ensurePwa()
}
