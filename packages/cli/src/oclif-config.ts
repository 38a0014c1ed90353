/**
 * What a command asks of oclif's configuration while it runs. The whole one looks for commands, plugins and hooks,
 * which takes longer than most commands run; here there are no plugins and hooks, and the command is found.
 */
import type { Config } from '@oclif/core'
import { userAgent } from './version.ts'

/** `root`: the folder of this package. */
export function oclifConfig(root: string): Config {
  const asked = {
    root,
    bin: 'goalixa',
    userAgent,
    plugins: new Map(),
    runHook: async () => ({ successes: [], failures: [] }),
    scopedEnvVar: () => undefined,
    scopedEnvVarKeys: () => [],
  }
  return asked as unknown as Config
}
