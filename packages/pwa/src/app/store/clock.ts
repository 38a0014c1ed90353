/** The time of this moment, once a second while somebody looks and something runs. */
import { effect, signal } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'

/**
 * Epoch milliseconds; stands still while `isTicking` is false or the page is hidden.
 * @param nowMs the time, corrected where this device is known to be wrong
 */
export function createClock(
  isTicking: ReadonlySignal<boolean>,
  nowMs: () => number = Date.now,
): ReadonlySignal<number> {
  const now = signal(nowMs())
  const isVisible = signal(document.visibilityState === 'visible')
  document.addEventListener(
    'visibilitychange',
    () => (isVisible.value = document.visibilityState === 'visible'),
  )
  effect(() => {
    if (!isTicking.value || !isVisible.value) return undefined
    now.value = nowMs()
    const timer = setInterval(() => (now.value = nowMs()), 1_000)
    return () => clearInterval(timer)
  })
  return now
}
