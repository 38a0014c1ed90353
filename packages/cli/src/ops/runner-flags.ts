/** What a deploy was told, for the `ops resume` of a job in the cluster: that has no files of the operator. */

interface DetachedFlags {
  readonly env: string
  readonly timeout?: string | undefined
  readonly origin?: readonly string[] | undefined
  readonly 'force-conflicts'?: boolean
}

/** Its lock may still be held by whoever was killed: it runs out. */
const waitLock = '2m'

export function runnerFlags({ env, timeout, origin = [], ...flags }: DetachedFlags): readonly string[] {
  return [
    '--env',
    env,
    '--yes',
    '--json',
    '--wait-lock',
    waitLock,
    ...(timeout === undefined ? [] : ['--timeout', timeout]),
    ...origin.flatMap((one) => ['--origin', one]),
    ...(flags['force-conflicts'] === true ? ['--force-conflicts'] : []),
  ]
}
