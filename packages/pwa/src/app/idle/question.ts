/** What becomes of the time nobody was there: kept, left out, or an entry of its own. Asked by one tab. */
import { html } from 'lit-html'
import { toInstantText } from '@goalixa/domain/calendar'
import { idleGapOf } from '@goalixa/domain/idle'
import { splitEntry } from '@goalixa/domain/plans/time-entries-surgery'
import { readSettings } from '@goalixa/replica/queries/shapes'
import { language, loadWords } from '../../words/language.ts'
import type { DeskContext } from '../keys/commands.ts'
import { openDialog } from '../parts/dialog.ts'
import { undoable } from '../parts/undo.ts'
import { durationText } from '../timer/durations.ts'
import { readRunning } from '../timer/running.ts'

export const askAboutIdle = (context: DeskContext, lastSeenMs: number): Promise<void> =>
  navigator.locks.request(`gx-idle-${context.account.value.id}`, () => ask(context, lastSeenMs))

async function ask(context: DeskContext, lastSeenMs: number): Promise<void> {
  const { store, account } = context
  const [words, running, { idleThresholdSeconds }] = await Promise.all([
    loadWords('idle'),
    store.read(readRunning),
    store.read((reader) => readSettings(reader, account.value.id)),
  ])
  // Another tab may have asked before: then the entry that runs began after the absence.
  if (running === null) return
  const gap = idleGapOf(lastSeenMs, Date.now(), Date.parse(running.start) / 1000, idleThresholdSeconds)
  if (gap === null) return
  const clock = new Intl.DateTimeFormat(language(), { hour: '2-digit', minute: '2-digit' })
  const time = (seconds: number) => clock.format(new Date(seconds * 1000))
  const answer = await openDialog<'discard' | 'split'>({
    title: words.title(durationText(gap.end - gap.start)),
    body: (close) =>
      html`<div class="gx-dialog-body gx-stack">
          <p>${words.text} <bdi>${running.description}</bdi></p>
          <p class="gx-time">${time(gap.start)}–${time(gap.end)}</p>
        </div>
        <footer class="gx-dialog-foot gx-cluster">
          <button class="gx-button" autofocus @click=${() => close()}>${words.keep}</button>
          <button class="gx-button" @click=${() => close('split')}>${words.split}</button>
          <button class="gx-button gx-primary" @click=${() => close('discard')}>${words.discard}</button>
        </footer>`,
  })
  if (answer === undefined) return
  const [start, end] = [toInstantText(gap.start), toInstantText(gap.end)]
  await undoable(
    context,
    () =>
      store.write('timeEntries.split', (view, draft, newId) =>
        splitEntry(
          view,
          draft,
          running.id,
          answer === 'discard' ? { break: { start, end } } : { at: [start, end] },
          newId,
        ),
      ),
    answer === 'discard' ? words.discarded : words.wasSplit,
  )
}
