/** Tests of the whole product meet the command as it is installed: it starts four times as fast as its sources. */
import { ensureCli } from './build/build-cli.ts'

/** @public called by vitest, once per run */
export default async function setup(): Promise<void> {
  await ensureCli()
}
