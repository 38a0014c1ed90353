/**
 * What a command does for the server once its answer is printed. The timer and `status` never wait: a process of its
 * own exchanges while the terminal is free again. Other writes are given a moment, so that they are usually on the
 * server when the command ends; what takes longer goes on in the background too.
 */
import { AppError } from '@goalixa/contracts/errors'
import type { Replica } from '@goalixa/replica/replica'
import { isKnownUnreachable } from './known-failures.ts'
import { waitingWords } from './output/waiting.ts'

export interface AfterAnswer {
  /** Milliseconds that somebody set: 0 never asks, more waits so long after every command. */
  readonly deadlineMs: number | undefined
  /** Much was written, as by an import: it is given more than a moment, unless it is too much for that as well. */
  readonly isPatient: boolean
  /** Was anything asked for that may wait for the server? */
  readonly mayWait: boolean
  /** Has this command already exchanged everything but what it wrote? */
  readonly isSynced: boolean
  /** Exchanges for at most so long; what went wrong, or undefined. */
  readonly exchange: (ms: number) => Promise<unknown>
  readonly inBackground: () => Promise<void>
  /** Words for the person, on stderr. */
  readonly say: (words: string) => void
}

export const momentMs = 300
const patientMs = 30_000
/** So many operations of an import, 512 KiB each, can be sent while somebody waits, and in the memory that it has. */
const patientOperations = 40
/** Reading asks for news in the background when what is here is older than this. */
const staleMs = 10_000

export async function afterAnswer(replica: Replica, options: AfterAnswer): Promise<void> {
  const { deadlineMs, isPatient, mayWait, isSynced, exchange, inBackground, say } = options
  const before = await replica.status()
  if (deadlineMs === 0 || before.lastSync === null) return
  const isWaiting = before.pending > 0
  const isUnreachable = await isKnownUnreachable(replica)
  if (isPatient && before.pending > patientOperations && before.paused === null && !isUnreachable) {
    await inBackground()
    return say(`${waitingWords(before.pending, null)}, and are sent in the background`)
  }
  const isDue = isWaiting || (!isSynced && replica.now() - before.lastSync.atMs > staleMs && !isUnreachable)
  const asksItself =
    deadlineMs !== undefined ? !isSynced || isWaiting : isWaiting && mayWait && !isUnreachable
  if (!asksItself && !isPatient) {
    if (isDue) await inBackground()
    if (isUnreachable || before.paused !== null) say(waitingWords(before.pending, before.paused))
    return
  }
  const failure = await exchange(isPatient ? patientMs : (deadlineMs ?? momentMs))
  const { pending, paused } = await replica.status()
  if (pending > 0 && deadlineMs === undefined && paused === null) await inBackground()
  if (pending > 0) say(waitingWords(pending, paused))
  else if (failure !== undefined && !isExpected(failure)) say(`Synchronising failed: ${messageOf(failure)}`)
}

/** Without network, with a busy server or an ended sign-in the command has done what it can. */
const isExpected = (failure: unknown): boolean =>
  failure instanceof AppError && (failure.status === 401 || failure.status >= 429)

const messageOf = (failure: unknown): string => (failure instanceof Error ? failure.message : String(failure))
