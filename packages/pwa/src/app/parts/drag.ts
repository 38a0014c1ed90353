/** Dragging rows by a grip with a pointer of any kind. Keys and a menu do the same: this is one way among three. */

export interface Dropped {
  readonly id: string
  /** The row that it was dropped on, if any, and on which half. */
  readonly beside: string | undefined
  readonly isAfter: boolean
  /** `data-column` around it. */
  readonly column: string | undefined
}

const marks = ['gx-drop-before', 'gx-drop-after', 'gx-drop-inside']

/** For `pointerdown` of a grip within an element that has `data-drag`, the id. */
export function beginDrag(event: PointerEvent, drop: (dropped: Dropped) => void): void {
  const grip = event.currentTarget as HTMLElement
  const row = grip.closest<HTMLElement>('[data-drag]')
  if (row === null || event.button !== 0) return
  event.preventDefault()
  grip.setPointerCapture(event.pointerId)
  const over = new AbortController()
  let target: HTMLElement | undefined
  let isAfter = false
  const clear = () => target?.classList.remove(...marks)
  const move = ({ clientX, clientY }: PointerEvent) => {
    clear()
    row.classList.add('gx-dragging')
    const under = document.elementFromPoint(clientX, clientY)
    target =
      under?.closest<HTMLElement>('[data-drag]') ?? under?.closest<HTMLElement>('[data-column]') ?? undefined
    if (target === undefined || target === row) return
    const { top, height } = target.getBoundingClientRect()
    isAfter = clientY > top + height / 2
    target.classList.add(
      target.dataset['drag'] === undefined ? 'gx-drop-inside' : isAfter ? 'gx-drop-after' : 'gx-drop-before',
    )
  }
  const end = () => {
    clear()
    row.classList.remove('gx-dragging')
    over.abort()
  }
  const { signal } = over
  grip.addEventListener('pointermove', move, { signal })
  grip.addEventListener('pointercancel', end, { signal })
  grip.addEventListener(
    'pointerup',
    () => {
      const at = target
      end()
      const id = row.dataset['drag']!
      if (at === undefined || at === row) return
      const column = at.closest<HTMLElement>('[data-column]')?.dataset['column']
      drop({ id, beside: at.dataset['drag'], isAfter, column })
    },
    { signal },
  )
  document.addEventListener('keydown', ({ key }) => key === 'Escape' && end(), { signal })
}
