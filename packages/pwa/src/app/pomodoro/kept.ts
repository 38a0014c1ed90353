/** What goes on, kept on this device: the same in every tab, also after a reload. Gone with the account's store. */
import { computed, signal } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import type { PomodoroState } from '@goalixa/domain/pomodoro'

/** Taken away on sign-out by the shell. */
const kept = 'gx-pomodoro'

export interface KeptPomodoro extends PomodoroState {
  readonly userId: string
  readonly taskId: string | null
  /** What the work is written to; null in a break. */
  readonly entryId: string | null
  /** The last phase is over, and nothing goes on until somebody begins. */
  readonly isWaiting: boolean
}

const read = (): KeptPomodoro | null => {
  try {
    return JSON.parse(localStorage.getItem(kept) ?? 'null') as KeptPomodoro | null
  } catch {
    return null
  }
}

const state = signal(read())
window.addEventListener('storage', ({ key }) => void (key === kept && (state.value = read())))

/** What goes on now. */
export const pomodoro: ReadonlySignal<KeptPomodoro | null> = computed(() =>
  state.value?.isWaiting === false ? state.value : null,
)
export const piecesDone = computed(() => state.value?.done ?? 0)

export function keepPomodoro(next: KeptPomodoro | null): void {
  if (next === null) localStorage.removeItem(kept)
  else localStorage.setItem(kept, JSON.stringify(next))
  state.value = next
}
