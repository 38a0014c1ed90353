/** One tab of all, the one that holds the lock, ends phases and says so: by a sound, and a notification where allowed. */
import { effect, signal } from '@preact/signals-core'
import { pomodoroEnd } from '@goalixa/domain/pomodoro'
import { readSettings } from '@goalixa/replica/queries/shapes'
import { loadWords } from '../../words/language.ts'
import type { DeskContext } from '../keys/commands.ts'
import { goOn } from './actions.ts'
import { keepPomodoro, pomodoro } from './kept.ts'
import { notify } from '../notify.ts'
import { playSound } from './sound.ts'

export async function leadPomodoro({ store, account, timer, act, until }: DeskContext): Promise<void> {
  const words = await loadWords('pomodoro')
  const userId = account.value.id
  const settings = store.live((reader) => readSettings(reader, userId), until)
  // What another account of this device has left.
  if (pomodoro.value !== null && pomodoro.value.userId !== userId) keepPomodoro(null)
  let isBusy = false
  const look = async () => {
    if (isBusy || settings.value === undefined) return
    isBusy = true
    try {
      const ended = await goOn({ store, userId }, settings.value.pomodoro)
      if (ended === undefined) return
      playSound()
      const said = ended === 'work' ? words.workOver : words.breakOver
      await act(async () => undefined, said)
      notify(said, 'gx-pomodoro')
    } finally {
      isBusy = false
    }
  }
  const lookAgain = signal(0)
  const stop = effect(() => {
    // Looked at again when the timer changes: somebody may have stopped it.
    void timer.running.value
    void lookAgain.value
    const now = pomodoro.value
    if (now === null || settings.value === undefined) return undefined
    void look().catch(reportError)
    const left = pomodoroEnd(now, settings.value.pomodoro) - Date.now()
    const later = setTimeout(() => (lookAgain.value += 1), Math.max(0, Math.min(left, 2 ** 31 - 1)) + 50)
    return () => clearTimeout(later)
  })
  const woke = () => void (document.visibilityState === 'visible' && (lookAgain.value += 1))
  document.addEventListener('visibilitychange', woke, { signal: until })
  await new Promise<void>((resolve) => until.addEventListener('abort', () => resolve(), { once: true }))
  stop()
}
