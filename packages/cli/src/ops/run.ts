/** Runs a deploy, and whatever goes on with one, until its end: shows it, and can be stopped on the way. */
import { hostname, userInfo } from 'node:os'
import { AppError } from '@goalixa/contracts/errors'
import { ApiRefusal } from '@goalixa/ops/api-refusal'
import { createChecks } from '@goalixa/ops/checks'
import { clusterFailure } from '@goalixa/ops/cluster-failure'
import type { Operator } from '@goalixa/ops/begin-run'
import type { Ended } from '@goalixa/ops/deploy'
import { assertEnvironment } from '@goalixa/ops/environment'
import type { OpsEvent } from '@goalixa/ops/events'
import { runFailure } from '@goalixa/ops/run-failure'
import { originNames } from '@goalixa/ops/verify/origins'
import { endings } from '../endings.ts'
import { readEnvironment } from '../environment.ts'
import { namedValues } from '../ops-command.ts'
import type { Terminal } from '../output/terminal.ts'
import { openDisplay } from './display.ts'
import { openRunChecks } from './run-checks.ts'
import type { OpsPlace } from './place.ts'

interface RunFlags {
  readonly origin?: readonly string[] | undefined
  readonly 'allow-contract'?: boolean
  readonly 'force-conflicts'?: boolean
  readonly gates?: string | undefined
  readonly kubeconfig?: string | undefined
  readonly 'staging-context'?: string | undefined
}

interface RunOptions<T> {
  readonly place: OpsPlace
  readonly terminal: Terminal
  readonly flags: RunFlags
  /** For one service. */
  readonly deadlineMs: number
  readonly waitLockMs: number
  readonly work: (operator: Operator) => Promise<T>
}

/** How long all must have been well before a service counts as done. */
const settleMs = 15_000

/** A container runs as a number that has no name. */
export function actor(): string {
  try {
    return `${userInfo().username}@${hostname()}`
  } catch {
    return `${process.getuid?.()}@${hostname()}`
  }
}

/** Rejects with the code of how it ended, unless that is what was asked for. */
export async function runOps<T>(options: RunOptions<T>): Promise<T> {
  const { place, terminal, flags, deadlineMs, waitLockMs, work } = options
  const origins = namedValues('origin', flags.origin, originNames)
  await assertEnvironment(place)
  const opened = await openRunChecks(place, flags)
  const display = await openDisplay(terminal, place.environment)
  const stopping = stopBySignals(place.environment, display.say)
  const listenAgain = goOnWithoutReader()
  let run: string | undefined
  const write = (event: OpsEvent) => {
    run = event.run
    display.show(event)
  }
  try {
    const ended = await work({
      ...place,
      actor: actor(),
      write,
      checksFor: createChecks({
        origins: withoutSlash(origins),
        user: readEnvironment().opsUser,
        allowContract: flags['allow-contract'] === true,
        ...opened.checks,
      }),
      settings: { deadlineMs, settleMs, forceConflicts: flags['force-conflicts'] === true },
      waitLockMs,
      signal: stopping.signal,
    })
    // It was asked to stop too late.
    process.exitCode = 0
    return ended
  } catch (error) {
    throw run === undefined ? clusterFailure(error, place.cluster.server) : brokenOff(error, run, place)
  } finally {
    await display.close()
    await opened.close()
    stopping.release()
    listenAgain()
  }
}

/** Throws with the code of its end, unless all went well. */
export function assertCommitted({ run, because }: Ended): void {
  const failure = runFailure(run, because)
  if (failure !== undefined) throw failure
}

/** A server that went away in the middle ends nothing: its journal knows how far the run was. */
function brokenOff(error: unknown, run: string, { cluster, environment }: OpsPlace): unknown {
  if (!(error instanceof ApiRefusal)) return error
  const failure = clusterFailure(error, cluster.server) as AppError
  return new AppError('ops.interrupted', `run ${run} was broken off: ${failure.message}`, {
    try: resumeWords(environment),
    cause: error,
  })
}

const resumeWords = (environment: string): string =>
  `go on with: goalixa ops resume --env ${environment}; or take it back: goalixa ops abort --env ${environment}`

interface Stopping {
  readonly signal: AbortSignal
  readonly release: () => void
}

/** The first signal stops before the next write; another one ends the process on the spot. */
function stopBySignals(environment: string, say: (words: string) => void): Stopping {
  const controller = new AbortController()
  const ended = endings()
  let isReleased = false
  const release = () => {
    if (!isReleased) ended.release()
    isReleased = true
  }
  ended.signal.addEventListener('abort', () => {
    release()
    say('Stopping: nothing more is written')
    controller.abort(
      new AppError('ops.interrupted', 'stopped before its end; what was done is in the journal', {
        try: resumeWords(environment),
      }),
    )
  })
  return { signal: controller.signal, release }
}

/** `| head -1` ends other commands; a run that was begun goes on when nobody reads any more. */
function goOnWithoutReader(): () => void {
  const streams = [process.stdout, process.stderr].map((stream) => {
    const before = stream.listeners('error') as ((error: Error) => void)[]
    const ignore = () => undefined
    for (const listener of before) stream.off('error', listener)
    stream.on('error', ignore)
    return () => {
      for (const listener of before) stream.on('error', listener)
      stream.off('error', ignore)
    }
  })
  return () => {
    for (const restore of streams) restore()
  }
}

const withoutSlash = (origins: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(origins).map(([name, url]) => [name, url.replace(/\/+$/, '')]))
