/** What blocks of the calendar do: moved, resized and split, by pointer and by keys; each is one change to undo. */
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import { cutEntry, placeEntry } from '../../parts/entry-actions.ts'
import { askOverlap } from '../../parts/overlap-ask.ts'
import { undoable } from '../../parts/undo.ts'
import type { Ghost } from './calendar-drag.ts'
import { isRunning } from './part.ts'
import type { PartContext } from './part.ts'

/** Seconds that an arrow with Alt moves by. */
const steps: Readonly<Record<string, number>> = {
  ArrowUp: -300,
  ArrowDown: 300,
  ArrowLeft: -900,
  ArrowRight: 900,
}
const leastSeconds = 300

export function createCalendarDeeds(context: PartContext) {
  const { store, words } = context
  let held: string | undefined
  const moved = (entry: TimeEntry, span: Ghost, overlap: 'allow' | 'trim' | 'split' | 'forbid') =>
    undoable(
      context,
      () =>
        placeEntry(store, entry.id, { start: span.start, end: isRunning(entry) ? null : span.end }, overlap),
      words.moved,
    )
  const place = async (entry: TimeEntry, span: Ghost) => {
    const end = isRunning(entry) ? null : span.end
    const overlap = await askOverlap(store, words, { start: span.start, end }, [entry.id])
    if (overlap !== undefined) await moved(entry, span, overlap)
  }
  const press = (event: KeyboardEvent, entry: TimeEntry) => {
    const { key, altKey, shiftKey, ctrlKey, metaKey } = event
    if (ctrlKey || metaKey || entry.start === null) return
    const start = Date.parse(entry.start) / 1000
    const end = entry.end === null ? start + entry.durationSeconds : Date.parse(entry.end) / 1000
    const by = steps[key]
    if (!altKey && event.code === 'KeyS') {
      event.preventDefault()
      event.stopPropagation()
      const middle = start + Math.max(1, Math.round((end - start) / 600) * 300)
      const at = middle < end ? middle : start + Math.floor((end - start) / 2)
      return void undoable(context, () => cutEntry(store, entry.id, at), words.splitDone)
    }
    if (by === undefined) return
    event.preventDefault()
    if (!altKey) return focusBeside(event.currentTarget as HTMLElement, key)
    if (shiftKey && isRunning(entry)) return
    const span = shiftKey
      ? { start, end: Math.max(end + by, start + leastSeconds) }
      : { start: start + by, end: end + by }
    held = entry.id
    // Step by step over others: whoever goes on pressing is not asked on the way.
    void moved(entry, span, 'allow')
  }
  /** A block that came to another column is drawn anew: the focus goes with it. */
  const refocus = () => {
    if (held === undefined || document.activeElement !== document.body) return
    document.querySelector<HTMLElement>(`.gx-calendar [data-entry="${held}"]`)?.focus()
  }
  return { place, press, refocus }
}

/** Up and down: the block before and after; to the sides: one of the next day in that direction that has any. */
function focusBeside(block: HTMLElement, key: string): void {
  const calendar = block.closest('.gx-calendar')!
  const blocks = [...calendar.querySelectorAll<HTMLElement>('button[data-entry]')]
  const here = blocks.indexOf(block)
  if (key === 'ArrowUp' || key === 'ArrowDown') return blocks[here + (key === 'ArrowUp' ? -1 : 1)]?.focus()
  const isForward = (key === 'ArrowRight') === (document.documentElement.dir !== 'rtl')
  const others = isForward ? blocks.slice(here + 1) : blocks.slice(0, here).toReversed()
  const day = block.closest('[data-day]')
  others.find((other) => other.closest('[data-day]') !== day)?.focus()
}
