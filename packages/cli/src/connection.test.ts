import { setTimeout } from 'node:timers/promises'
import type { Client } from '@goalixa/client/client'
import { AppError } from '@goalixa/contracts/errors'
import { expect, test } from 'vitest'
import type { Connection } from './connection.ts'
import { followConnection } from './connection.ts'

type Turn = readonly number[] | AppError

/** A server that answers one turn after the other: heads and then the end of the stream, or a failure. */
function serverOf(...turns: Turn[]): Pick<Client, 'events'> {
  return {
    events: {
      stream: async () => {
        const turn = turns.shift() ?? new AppError('service.unreachable')
        if (turn instanceof AppError) throw turn
        return {
          mediaType: 'text/event-stream',
          text: () => Promise.resolve(''),
          async *chunks() {
            for (const head of turn) yield new TextEncoder().encode(`event: head\ndata: {"head":${head}}\n\n`)
          },
        }
      },
    },
  }
}

function follow(client: Pick<Client, 'events'>, persistent = true) {
  const said: (Connection | number | 'open')[] = []
  const leave = new AbortController()
  const done = followConnection({
    client,
    persistent,
    // Back-off is the business of the client; here it takes next to no time.
    wait: (ms, signal) => setTimeout(ms / 1000, undefined, { signal: signal! }).catch(() => undefined),
    signal: leave.signal,
    onConnection: (connection) => said.push(connection),
    onOpen: () => said.push('open'),
    onHead: (head) => said.push(head),
  })
  return { said, done, leave }
}

test('tells each time the stream opens, also where the head is the one that was told before', async () => {
  const { said, done, leave } = follow(serverOf([3, 4], [4], [4, 5]))
  await expect.poll(() => said).toContain('offline')
  const first = ['live', 'open', 3, 4, 'reconnecting']
  const again = ['live', 'open', 'reconnecting', 'live', 'open', 5, 'reconnecting', 'offline']
  expect(said.slice(0, 13)).toEqual([...first, ...again])
  leave.abort()
  await done
})

test('a server that is busy is not called offline', async () => {
  const { said, done, leave } = follow(serverOf(new AppError('service.unavailable'), [1]))
  await expect.poll(() => said).toContain(1)
  expect(said.slice(0, 3)).toEqual(['reconnecting', 'live', 'open'])
  leave.abort()
  await done
})

test('an ended sign-in is told, and tried again: somebody may sign in', async () => {
  const { said, done, leave } = follow(serverOf(new AppError('auth.session_ended'), [7]))
  await expect.poll(() => said).toContain(7)
  expect(said.slice(0, 3)).toEqual(['signed_out', 'live', 'open'])
  leave.abort()
  await done
})

test('a token that is refused ends it, and so does a device that is signed out', async () => {
  const refused = new AppError('auth.invalid_token')
  await expect(follow(serverOf(refused), false).done).rejects.toBe(refused)
  const required = new AppError('auth.required')
  await expect(follow(serverOf(required)).done).rejects.toBe(required)
})

test('an abort ends the wait for a better time', async () => {
  const leave = new AbortController()
  const done = followConnection({
    client: serverOf(new AppError('auth.session_ended')),
    persistent: true,
    signal: leave.signal,
    onConnection: () => leave.abort(),
    onOpen: () => undefined,
    onHead: () => undefined,
  })
  await done
})
