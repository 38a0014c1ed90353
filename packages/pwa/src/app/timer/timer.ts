/** The timer of this account: a press is felt at once, and shown as done only when it is kept. */
import { effect, signal } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import type { TimedEntry } from '@goalixa/contracts/time-entries'
import type { Store } from '../store/store.ts'
import { readRunning } from './running.ts'

export interface Timer {
  /** What runs; null when nothing does, undefined until that is known. */
  readonly running: ReadonlySignal<TimedEntry | null | undefined>
  /** Somebody asked for a change that `running` does not have yet. */
  readonly isPending: ReadonlySignal<boolean>
  /** Kept when the promise resolves. */
  readonly start: (words: string) => Promise<unknown>
  readonly stop: () => Promise<unknown>
}

/** The rules of a start weigh as much as all else that shows the timer: they follow once it is there. */
const actions = () => import('./actions.ts')

export function createTimer(store: Store, until: AbortSignal): Timer {
  const running = store.live(readRunning, until)
  const isPending = signal(false)
  const pending = async (keep: () => Promise<unknown>) => {
    isPending.value = true
    const before = running.value
    try {
      await keep()
      await changed(running, before)
    } finally {
      isPending.value = false
    }
  }
  return {
    running,
    isPending,
    start: (words) => pending(async () => (await actions()).start(store, words)),
    stop: () => pending(async () => (await actions()).stop(store)),
  }
}

const changed = <Value>(what: ReadonlySignal<Value>, before: Value) =>
  new Promise<void>((resolve) => {
    const end = effect(() => {
      if (what.value === before) return
      resolve()
      queueMicrotask(() => end())
    })
  })
