/** What goes on beside the views, loaded once the first one is there: keys and all that they do. */
import { effect } from '@preact/signals-core'
import { loadWords } from '../words/language.ts'
import { createCommands } from './keys/commands.ts'
import type { DeskContext } from './keys/commands.ts'
import { listenToKeys } from './keys/listen.ts'
import { watchIdle } from './idle/watch.ts'
import { followOffers } from './keys/offered.ts'
import { leadReminders } from './reminders-due.ts'
import { leadPomodoro } from './pomodoro/lead.ts'

export async function openDesk(given: Omit<DeskContext, 'words'>): Promise<void> {
  const context: DeskContext = { ...given, words: await loadWords('keys') }
  const { account, timer, until } = context
  listenToKeys(context, createCommands(context))
  followOffers(context)
  void watchIdle(context, async (lastSeenMs) =>
    (await import('./idle/question.ts')).askAboutIdle(context, lastSeenMs),
  ).catch(reportError)
  const stop = effect(() => showBadge((timer.running.value ?? null) !== null))
  until.addEventListener('abort', () => {
    stop()
    showBadge(false)
  })
  // Of all tabs one does what is to be done once.
  await navigator.locks
    .request(`gx-desk-${account.value.id}`, { signal: until }, () =>
      Promise.all([leadPomodoro(context), leadReminders(context)]),
    )
    .catch((error: unknown) => void (until.aborted || reportError(error)))
}

/** The dot on the icon of the installed app while a timer runs. */
function showBadge(isRunning: boolean): void {
  const { navigator: app } = window.top!
  if (!('setAppBadge' in app)) return
  void (isRunning ? app.setAppBadge() : app.clearAppBadge()).catch(() => undefined)
}
