/** The stream of events, and what a person should know of it. */
import { setTimeout } from 'node:timers/promises'
import type { Client } from '@goalixa/client/client'
import { followHeads } from '@goalixa/client/event-stream'
import { AppError } from '@goalixa/contracts/errors'

/** `signed_out`: the server does not accept the sign-in any more; what is on this device is still shown. */
export type Connection = 'connecting' | 'live' | 'reconnecting' | 'offline' | 'signed_out'

interface FollowConnection {
  readonly client: Pick<Client, 'events'>
  /** Ends it, without an error. */
  readonly signal: AbortSignal
  readonly onConnection: (connection: Connection) => void
  /** Each time the stream opens: what was announced before is not announced again. */
  readonly onOpen: () => void
  readonly onHead: (head: number) => void
  /** Goes on after failures that time alone does not mend, such as an ended sign-in: somebody may mend them. */
  readonly persistent: boolean
  /** Waits before it is tried again; an abort may end it early. */
  readonly wait?: (ms: number, signal: AbortSignal | undefined) => Promise<void>
}

const persistentPauseMs = 15_000

/** @throws AppError when trying again is of no use */
export async function followConnection(options: FollowConnection): Promise<void> {
  const { client, signal, onConnection, onOpen, onHead, persistent, wait = pause } = options
  const { stream } = client.events
  const opening: Pick<Client, 'events'> = {
    events: {
      ...client.events,
      async stream(request, callOptions) {
        const answer = await stream(request, callOptions)
        onConnection('live')
        onOpen()
        return answer
      },
    },
  }
  const onInterruption = (error: AppError | undefined) =>
    onConnection(error?.code === 'service.unreachable' ? 'offline' : 'reconnecting')
  while (!signal.aborted) {
    try {
      for await (const head of followHeads(opening, { signal, onInterruption, wait })) onHead(head)
    } catch (error) {
      if (signal.aborted) return
      if (!persistent || !(error instanceof AppError) || error.code === 'auth.required') throw error
      onConnection(error.status === 401 ? 'signed_out' : 'offline')
      await wait(persistentPauseMs, signal)
    }
  }
}

const pause = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  setTimeout(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined)
