/** Those who wait for one answer: nearly always one, several when the same question was asked at the same time. */
import type { AppError } from '@goalixa/contracts/errors'
import type { EarlyAnswer } from '@goalixa/service-kit/early-answer'
import { headersFor } from './upstream-headers.ts'

interface Member {
  readonly response: EarlyAnswer
  readonly resolve: () => void
  readonly reject: (error: AppError) => void
}

export interface Audience {
  /** Settles when the answer is through for this one, or it left. @throws AppError when there was no answer */
  join(response: EarlyAnswer): Promise<void>
  isEmpty(): boolean
  hasBegun(): boolean
  /** Somebody does not read as fast as the answer comes. */
  isBehind(): boolean
  /** Each gets its own headers beside those of the service. */
  begin(status: number, headers: readonly string[]): void
  /** @returns false when somebody is behind */
  write(chunk: Buffer): boolean
  /** The answer is whole, with `rest` at its end: all that is not written yet goes out as one. */
  end(rest: Buffer | undefined): void
  /** Nothing more comes: who waits for an answer is told why, an answer that began is broken off. */
  fail(error: AppError | undefined): void
  /** Calls `caughtUp` once, when nobody is behind any more. */
  whenCaughtUp(caughtUp: () => void): void
  /** Lets go of all who do not read. */
  dropSlow(): void
}

/**
 * Bytes. Node joins the head of an answer with a text and writes both as one; a buffer goes in a list beside the head,
 * which takes a fifteenth of what a short answer costs. As latin1 every byte stays what it is.
 */
const shortBytes = 16 * 1024

/** `onEmpty`: the last one left. */
export function createAudience(onEmpty: () => void): Audience {
  const members = new Set<Member>()
  let status: number | undefined
  let waiting: (() => void) | undefined
  const isBehind = () => members.values().some(({ response }) => response.writableNeedDrain)
  const onDrain = () => {
    if (waiting === undefined || isBehind()) return
    const caughtUp = waiting
    waiting = undefined
    caughtUp()
  }
  const settle = (how: (member: Member) => void) => {
    for (const member of members) {
      members.delete(member)
      how(member)
    }
  }
  return {
    join(response) {
      return new Promise((resolve, reject) => {
        const member = { response, resolve, reject }
        const leave = () => {
          if (!members.delete(member)) return
          resolve()
          if (members.size === 0) onEmpty()
          else onDrain()
        }
        members.add(member)
        response.on('close', leave)
        // Whoever left while the body was read is not heard of any more.
        if (response.destroyed) leave()
      })
    },
    isEmpty: () => members.size === 0,
    hasBegun: () => status !== undefined,
    isBehind,
    begin(begun, headers) {
      status = begun
      for (const { response } of members) response.writeHead(begun, headersFor(response, headers))
    },
    write(chunk) {
      let keepsUp = true
      for (const { response } of members) if (!response.write(chunk)) keepsUp = false
      return keepsUp
    },
    end: (rest) =>
      settle(({ response, resolve }) => {
        if (rest === undefined || rest.length > shortBytes) response.end(rest)
        else response.end(rest.toString('latin1'), 'latin1')
        resolve()
      }),
    fail: (error) =>
      settle(({ response, resolve, reject }) => {
        if (response.headersSent) response.destroy()
        if (error === undefined || response.headersSent) resolve()
        else reject(error)
      }),
    whenCaughtUp(caughtUp) {
      waiting = caughtUp
      for (const { response } of members) if (response.writableNeedDrain) response.once('drain', onDrain)
      onDrain()
    },
    dropSlow() {
      for (const { response } of members) if (response.writableNeedDrain) response.destroy()
    },
  }
}
