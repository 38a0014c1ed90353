/** Those who wait for one answer: nearly always one, several when the same question was asked at the same time. */
import type { ServerResponse } from 'node:http'
import type { AppError } from '@goalixa/contracts/errors'

interface Member {
  readonly response: ServerResponse
  readonly leave: () => void
  readonly resolve: () => void
  readonly reject: (error: AppError) => void
}

export interface Audience {
  /** Settles when the answer is through for this one, or it left. @throws AppError when there was no answer */
  join(response: ServerResponse): Promise<void>
  isEmpty(): boolean
  hasBegun(): boolean
  /** Somebody does not read as fast as the answer comes. */
  isBehind(): boolean
  begin(status: number, headers: string[]): void
  /** @returns false when somebody is behind */
  write(chunk: Buffer): boolean
  /** The answer is whole. */
  end(): void
  /** Nothing more comes: who waits for an answer is told why, an answer that began is broken off. */
  fail(error: AppError | undefined): void
  /** Calls `caughtUp` once, when nobody is behind any more. */
  whenCaughtUp(caughtUp: () => void): void
  /** Lets go of all who do not read. */
  dropSlow(): void
}

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
      member.response.off('close', member.leave).off('drain', onDrain)
      how(member)
    }
  }
  return {
    join(response) {
      return new Promise((resolve, reject) => {
        const leave = () => {
          members.delete(member)
          resolve()
          if (members.size === 0) onEmpty()
          else onDrain()
        }
        const member = { response, leave, resolve, reject }
        members.add(member)
        response.once('close', leave).on('drain', onDrain)
        // Whoever left while the body was read is not heard of any more.
        if (response.destroyed) leave()
      })
    },
    isEmpty: () => members.size === 0,
    hasBegun: () => status !== undefined,
    isBehind,
    begin(begun, headers) {
      status = begun
      for (const { response } of members) response.writeHead(begun, headers)
    },
    write(chunk) {
      let keepsUp = true
      for (const { response } of members) if (!response.write(chunk)) keepsUp = false
      return keepsUp
    },
    end: () =>
      settle(({ response, resolve }) => {
        response.end()
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
      onDrain()
    },
    dropSlow() {
      for (const { response } of members) if (response.writableNeedDrain) response.destroy()
    },
  }
}
