/** Pointers on the calendar: over empty space a new entry, on a block it moves, at its end it grows. Esc leaves it be. */
import type { Signal } from '@preact/signals-core'
import type { Bucket } from '@goalixa/domain/calendar'
import { snapped } from './layout.ts'

export interface Ghost {
  readonly start: number
  readonly end: number
}

export interface DragOptions {
  readonly days: readonly Bucket[]
  readonly ghost: Signal<Ghost | undefined>
  /** Epoch seconds of the entry under the pointer; the end is now while it runs. */
  readonly spanOf: (id: string) => (Ghost & { readonly isRunning: boolean }) | undefined
  readonly create: (span: Ghost) => unknown
  readonly place: (id: string, span: Ghost) => unknown
}

const leastPixels = 4
const leastSeconds = 300

/** For `pointerdown` of a track, whose `data-day` is the key of its day. */
export function beginCalendarDrag(event: PointerEvent, options: DragOptions): void {
  const { days, ghost } = options
  const track = event.currentTarget as HTMLElement
  const target = event.target as HTMLElement
  if (event.button !== 0) return
  const id = target.closest<HTMLElement>('[data-entry]')?.dataset['entry']
  // A finger on empty space scrolls; a double tap or the button adds.
  if (id === undefined && event.pointerType === 'touch') return
  const edge = target.closest('[data-edge]') !== null
  const was = id === undefined ? undefined : options.spanOf(id)
  if (id !== undefined && (was === undefined || (edge && was.isRunning))) return
  const grabbed = instantAt(event, track.parentElement!.parentElement!, days)
  let isDragging = false
  const over = new AbortController()
  const { signal } = over
  const end = () => {
    over.abort()
    ghost.value = undefined
  }
  track.addEventListener(
    'pointermove',
    (moved) => {
      if (
        !isDragging &&
        Math.hypot(moved.clientX - event.clientX, moved.clientY - event.clientY) < leastPixels
      )
        return
      if (!isDragging) track.setPointerCapture(event.pointerId)
      isDragging = true
      const { seconds, day } = instantAt(moved, track.parentElement!.parentElement!, days)
      ghost.value = spanAfter(grabbed, { seconds, day }, was, edge)
    },
    { signal },
  )
  track.addEventListener('pointercancel', end, { signal })
  track.addEventListener(
    'pointerup',
    () => {
      const span = ghost.value
      end()
      if (!isDragging || span === undefined) return
      if (id === undefined) options.create(span)
      else if (span.start !== was!.start || span.end !== was!.end) options.place(id, span)
    },
    { signal },
  )
  document.addEventListener('keydown', ({ key }) => key === 'Escape' && end(), { signal })
}

interface At {
  readonly seconds: number
  readonly day: Bucket
}

function spanAfter(grabbed: At, at: At, was: Ghost | undefined, edge: boolean): Ghost {
  const snap = snapped(at.seconds, at.day)
  if (was === undefined) {
    const from = snapped(grabbed.seconds, grabbed.day)
    const [start, end] = from <= snap ? [from, snap] : [snap, from]
    return { start, end: Math.max(end, start + leastSeconds) }
  }
  if (edge) {
    const end = snapped(at.seconds - (grabbed.seconds - was.end), at.day)
    return { start: was.start, end: Math.max(end, was.start + leastSeconds) }
  }
  const start = snapped(at.seconds - (grabbed.seconds - was.start), at.day)
  return { start, end: start + was.end - was.start }
}

/** The moment below a pointer: of the day whose column is nearest. */
export function instantAt(
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
  calendar: Element,
  days: readonly Bucket[],
): At {
  const tracks = [...calendar.querySelectorAll<HTMLElement>('[data-day]')]
  const away = (track: HTMLElement) => {
    const { left, right } = track.getBoundingClientRect()
    return Math.max(left - clientX, clientX - right, 0)
  }
  const track = tracks.toSorted((a, b) => away(a) - away(b))[0]!
  const day = days.find(({ key }) => key === track.dataset['day'])!
  const { top, height } = track.getBoundingClientRect()
  return { seconds: day.start + ((clientY - top) / height) * (day.end - day.start), day }
}
