/** Where an open popover stands: at the start edge of its anchor, below it or, where that is too little room, above. */
export function placeBelow(popover: HTMLElement, anchor: Element): void {
  const gap = 4
  const { innerWidth, innerHeight } = window
  const at = anchor.getBoundingClientRect()
  const { width, height } = popover.getBoundingClientRect()
  const wanted = getComputedStyle(anchor).direction === 'rtl' ? at.right - width : at.left
  const fitsBelow = at.bottom + gap + height <= innerHeight - gap
  const top = fitsBelow ? at.bottom + gap : Math.max(gap, at.top - gap - height)
  popover.style.left = `${Math.max(gap, Math.min(wanted, innerWidth - width - gap))}px`
  popover.style.top = `${top}px`
}
