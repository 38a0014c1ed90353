/**
 * The replica of whoever is signed in, for as long as one command runs: opened on first use, filled when it is new,
 * and synchronised once the answer is printed, for no longer than a moment.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@goalixa/contracts/errors'
import type { Clocks } from '@goalixa/domain/sleep-gaps'
import { openReplica } from '@goalixa/replica/replica'
import type { Replica } from '@goalixa/replica/replica'
import { openSqliteStorage } from '@goalixa/replica/sqlite-storage'
import type { SetDays } from '@goalixa/replica/queries/day-settings'
import { readDaySettings } from '@goalixa/replica/queries/day-settings'
import type { Exchange, SyncResult } from '@goalixa/replica/sync'
import { afterAnswer, momentMs } from './after-answer.ts'
import { isKnownUnreachable, noteReached, noteUnreachable } from './known-failures.ts'
import type { WithReplica } from './local-rows.ts'
import { takeNotices } from './notices.ts'
import { promptStateOf, removePromptState, writePromptState } from './prompt-state.ts'
import { makeReplicaFile, removeReplicaFile, replicaName } from './replica-file.ts'
import type { SessionFile } from './session-file.ts'
import { machineClocks, removeClocks, takeSleep } from './sleep-clocks.ts'

export interface LocalReplica {
  /** @throws AppError `auth.required`; and, before the first load, why the server cannot be asked */
  readonly withReplica: WithReplica
  /** After the answer: sends what waits and takes in what is new, until the deadline. Tells what still waits. */
  readonly finish: () => Promise<void>
  /** Sends what it can; answers how many changes still wait. */
  readonly send: () => Promise<number>
  /** Sends what waits and takes in what is new; throws why it could not. An abort gives it up early. */
  readonly syncNow: (signal?: AbortSignal) => Promise<void>
  /** Where the store of this account is. @throws AppError `auth.required` */
  readonly path: () => Promise<string>
  /** The same for a process in the background: leaves it to another one that is at it, and says nothing. */
  readonly syncQuietly: () => Promise<void>
  /** Removes everything from this device. */
  readonly forget: () => Promise<void>
  /** Somebody has just signed in: their rows are loaded while the command ends. */
  readonly load: () => void
  /** What the account has set, as far as it is known here: nobody is asked, and nothing is made for it. */
  readonly days: () => Promise<SetDays>
  /** Lets go of the file, for whoever is about to replace it. */
  readonly release: () => Promise<void>
  /** Much has been written, as by an import: what waits is given more than a moment. */
  readonly bePatient: () => void
}

interface LocalReplicaOptions {
  readonly sessions: Pick<SessionFile, 'read'>
  readonly dataDir: string
  readonly stateDir: string
  readonly apiUrl: string
  /** Milliseconds that every command waits for the server after its answer, when somebody set them; 0 never asks it. */
  readonly deadlineMs: number | undefined
  /** One round trip with the server. */
  readonly exchange: (request: Parameters<Exchange>[0], signal: AbortSignal) => ReturnType<Exchange>
  /** The lines of everything that the server has: what a new store begins with. Absent, it is asked for in pages. */
  readonly snapshot?: (signal: AbortSignal) => AsyncIterable<string>
  readonly now: () => number
  /** Those of the machine, unless said. */
  readonly clocks?: () => Clocks
  /** Whose hours are told. */
  readonly zone: () => string
  /** Begins a process that synchronises when this one has ended. */
  readonly inBackground: () => Promise<void>
  /** Words for the person, on stderr. */
  readonly say: (words: string) => void
}

const progressAfterMs = 1_000
/** Years of history come to a new device. */
const loadMs = 300_000
const sendMs = 10_000
/** A command that was killed in the middle of a sync keeps the next ones from it for so long. */
const leaseMs = 5_000
const busyPauseMs = 40

export function createLocalReplica(options: LocalReplicaOptions): LocalReplica {
  const { sessions, dataDir, stateDir, apiUrl, deadlineMs, snapshot, inBackground, now, say } = options
  const { clocks = machineClocks, zone } = options
  let opened: Promise<Replica> | undefined
  let usable: Promise<Replica> | undefined
  let isSynced = false
  let loadsAtEnd = false
  let isPatient = false
  let isQuiet = false
  let mayWait = false
  /** Opened for a look at the settings; whoever needs the rows goes on with it. */
  let peeked: { readonly path: string; readonly replica: Replica } | undefined

  /** Read once: between two looks somebody else could sign in, and their rows would go into the wrong store. */
  const whose = async (): Promise<{ accountId: string; path: string }> => {
    const session = await sessions.read()
    if (session === undefined) throw new AppError('auth.required', 'You are not signed in')
    const accountId = session.account.id
    return { accountId, path: join(dataDir, session.replica ?? replicaName({ apiUrl, accountId })) }
  }
  const pathOfAccount = async (): Promise<string> => (await whose()).path

  const open = async (): Promise<Replica> => {
    const { accountId, path } = await whose()
    const before = peeked
    peeked = undefined
    if (before?.path === path && before.replica.userId === accountId) return before.replica
    await before?.replica.close()
    makeReplicaFile(path, dataDir)
    const storage = openSqliteStorage({ path })
    try {
      return await openReplica({
        storage,
        userId: accountId,
        now,
        random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
      })
    } catch (error) {
      await storage.close()
      throw error
    }
  }

  /** One sync that is given up after `ms`: what the server has not confirmed by then stays in the outbox. */
  const sync = async (replica: Replica, ms: number, signal?: AbortSignal): Promise<SyncResult> => {
    const { syncReplica } = await import('@goalixa/replica/sync')
    const giveUp = AbortSignal.any([AbortSignal.timeout(ms), ...(signal === undefined ? [] : [signal])])
    const exchange: Exchange = (request) => options.exchange(request, giveUp)
    for (;;) {
      const result = await syncReplica(replica, exchange, {
        delay: (wait) => pause(wait, giveUp),
        leaseMs,
        ...(snapshot === undefined ? {} : { snapshot: () => snapshot(giveUp) }),
      }).catch(async (error: unknown) => {
        if (isOutOfReach(error) && signal?.aborted !== true) await noteUnreachable(replica)
        throw error
      })
      if (result.state === 'done') {
        isSynced = true
        await noteReached(replica)
        writePromptState(stateDir, await promptStateOf(replica))
      }
      if (result.state === 'done' || isQuiet || giveUp.aborted) return result
      // Another command is at it: its answer may not hold our change yet.
      await pause(busyPauseMs, giveUp).catch(() => undefined)
    }
  }

  /** Tells what it is about when that takes long. */
  const saying = async <Result>(words: string, work: () => Promise<Result>): Promise<Result> => {
    const slow = setTimeout(() => say(words), progressAfterMs)
    try {
      return await work()
    } finally {
      clearTimeout(slow)
    }
  }

  /** A replica that never saw the server would answer that there is nothing: it is filled first. */
  const use = async (): Promise<Replica> => {
    opened ??= open()
    const replica = await opened
    if ((await replica.status()).lastSync !== null) return replica
    await saying('Loading your data from the server…', () => sync(replica, loadMs))
    if ((await replica.status()).lastSync === null)
      throw new AppError('service.unavailable', 'Another goalixa command is loading your data', {
        try: 'try again in a moment',
      })
    return replica
  }

  /** What is missing here may have been made elsewhere since: the server is asked once before that is said. */
  const withReplica: WithReplica = async (work, wish) => {
    usable ??= use()
    const replica = await usable
    if (wish !== 'at once') mayWait = true
    if (wish === 'fresh' && (await mayAsk(replica))) await isRefreshed(replica)
    try {
      const answer = await work(replica)
      if (!isEmptyPage(answer) || !(await mayAsk(replica))) return answer
      return (await isRefreshed(replica)) ? await work(replica) : answer
    } catch (error) {
      if (!(error instanceof AppError) || !isMiss(error) || !(await mayAsk(replica))) throw error
      if (!(await isRefreshed(replica))) throw error
      return work(replica)
    }
  }

  /** A server that was out of reach a moment ago is not waited for again, unless somebody said how long. */
  const mayAsk = async (replica: Replica): Promise<boolean> =>
    !isSynced && deadlineMs !== 0 && (deadlineMs !== undefined || !(await isKnownUnreachable(replica)))

  const isRefreshed = async (replica: Replica): Promise<boolean> => {
    const result = await sync(replica, deadlineMs ?? momentMs).catch(() => undefined)
    return result !== undefined && result.received > 0
  }

  /** Undefined when nothing went wrong. */
  const failureOfSync = (replica: Replica, ms: number): Promise<unknown> =>
    sync(replica, ms).then(
      () => undefined,
      (error: unknown) => error,
    )

  const release = async (): Promise<void> => {
    const before = peeked
    peeked = undefined
    await before?.replica.close()
  }

  const finish = async (): Promise<void> => {
    if (loadsAtEnd) usable ??= use()
    if (opened === undefined && usable === undefined) return release()
    // What went wrong there was told as the command's own failure; after a sign-in the next command tries again.
    const replica = await (usable ?? opened)!.catch(() => opened?.catch(() => undefined))
    if (replica === undefined) return
    try {
      if (!isQuiet) {
        const exchange = (ms: number) => saying('Sending to the server…', () => failureOfSync(replica, ms))
        await afterAnswer(replica, { deadlineMs, isPatient, mayWait, isSynced, exchange, inBackground, say })
        for (const words of await takeNotices(replica)) say(words)
      }
      writePromptState(stateDir, await promptStateOf(replica))
      if (!isQuiet)
        for (const words of await takeSleep(replica, { stateDir, clocks, zone: zone() })) say(words)
    } finally {
      await replica.close()
    }
  }

  return {
    withReplica,
    finish,
    load() {
      loadsAtEnd = true
    },
    bePatient() {
      isPatient = true
    },
    async send() {
      // No file, nothing waits; making one only to remove it again would ask the server for everything.
      if (!existsSync(await pathOfAccount())) return 0
      opened ??= open()
      const replica = await opened
      if ((await replica.status()).pending > 0) await failureOfSync(replica, sendMs)
      return (await replica.status()).pending
    },
    syncNow: async (signal) => {
      usable ??= use()
      await sync(await usable, loadMs, signal)
    },
    path: pathOfAccount,
    async days() {
      if ((await sessions.read()) === undefined) return {}
      const path = await pathOfAccount()
      if (!existsSync(path)) return {}
      try {
        const replica = await open()
        peeked = { path, replica }
        return await replica.read((reader) => readDaySettings(reader, replica.userId))
      } catch {
        // What is wrong with the store is told to whoever needs its rows.
        await release()
        return {}
      }
    },
    release,
    async syncQuietly() {
      isQuiet = true
      usable ??= use()
      await failureOfSync(await usable, loadMs)
    },
    async forget() {
      const path = await pathOfAccount()
      const replica = await opened?.catch(() => undefined)
      await replica?.close()
      await release()
      opened = undefined
      usable = undefined
      removeReplicaFile(path)
      removePromptState(stateDir)
      removeClocks(stateDir)
    },
  }
}

const isMiss = ({ code }: AppError): boolean =>
  code.endsWith('.not_found') || code === 'timer.not_running' || code === 'timer.nothing_to_continue'

const isEmptyPage = (answer: unknown): boolean =>
  typeof answer === 'object' &&
  answer !== null &&
  'items' in answer &&
  Array.isArray(answer.items) &&
  answer.items.length === 0

const isOutOfReach = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'service.unreachable'

/** Rejects when it is given up. */
const pause = (ms: number, giveUp: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const refuse = () => reject(new AppError('service.unreachable', 'The server took too long'))
    if (giveUp.aborted) return refuse()
    const abort = () => {
      clearTimeout(timer)
      refuse()
    }
    const timer = setTimeout(() => {
      giveUp.removeEventListener('abort', abort)
      resolve()
    }, ms)
    giveUp.addEventListener('abort', abort, { once: true })
  })
