/** Keeps the replica and the server alike: after each write, when told of changes, and when the network is back. */
import { signal } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import { askJson } from '@goalixa/client/browser'
import { AppError } from '@goalixa/contracts/errors'
import type { SyncResponse } from '@goalixa/contracts/sync'
import type { Replica } from '@goalixa/replica/replica'
import { transport } from '../../session/transport.ts'

export type SyncState = 'synced' | 'syncing' | 'offline' | 'expired' | 'failed'

export interface Sync {
  readonly state: ReadonlySignal<SyncState>
  /** Soon, once; while one runs, another follows it. */
  readonly request: () => void
  readonly close: () => void
}

interface SyncOptions {
  readonly replica: Replica
  readonly onExpired: () => void
  /** Neither offline nor signed out: what went wrong is something else. */
  readonly onFailed: (error: unknown) => void
}

const firstRetryMs = 2_000
const lastRetryMs = 60_000

export function createSync({ replica, onExpired, onFailed }: SyncOptions): Sync {
  const state = signal<SyncState>('synced')
  const over = new AbortController()
  let isRunning = false
  let isWanted = false
  let retryMs = firstRetryMs
  let retry: ReturnType<typeof setTimeout> | undefined

  const exchange = (body: unknown) =>
    askJson<SyncResponse>(transport, {
      method: 'POST',
      path: '/v1/sync',
      body,
      signal: over.signal,
      timeoutMs: 30_000,
    })
  const once = async () => {
    // Nobody waits for it: what is shown and written needs no exchange.
    const { syncReplica } = await import('@goalixa/replica/sync')
    const { state } = await syncReplica(replica, exchange, { delay: pause, leaseMs: 15_000, attempts: 2 })
    // Another tab is at it: what was written here may not have been part of it.
    if (state === 'busy') await pause(200)
    if (state === 'busy') isWanted = true
  }
  const run = async () => {
    isWanted = true
    if (isRunning || over.signal.aborted) return
    isRunning = true
    clearTimeout(retry)
    state.value = 'syncing'
    try {
      while (isWanted) {
        isWanted = false
        await once()
      }
      retryMs = firstRetryMs
      state.value = 'synced'
    } catch (error) {
      if (over.signal.aborted) return
      state.value = stateAfter(error)
      if (state.value === 'failed') onFailed(error)
      if (state.value === 'expired') onExpired()
      else retry = setTimeout(() => void run(), (retryMs = Math.min(retryMs * 2, lastRetryMs)))
    } finally {
      isRunning = false
    }
  }
  const request = () => void run()
  const { signal: until } = over
  window.addEventListener('online', request, { signal: until })
  window.addEventListener('focus', request, { signal: until })
  return {
    state,
    request,
    close() {
      over.abort()
      clearTimeout(retry)
    },
  }
}

function stateAfter(error: unknown): SyncState {
  if (!(error instanceof AppError)) {
    reportError(error)
    return 'failed'
  }
  if (error.status === 401) return 'expired'
  return error.code === 'service.unreachable' || error.code === 'upstream.timeout' ? 'offline' : 'failed'
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
