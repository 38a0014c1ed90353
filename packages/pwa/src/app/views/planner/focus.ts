/** Gives the focus back that was lost because a row went or was put elsewhere. */
export function focusKeeper(root: HTMLElement, until: AbortSignal) {
  let wanted: readonly string[] = []
  // Who went on elsewhere wants nothing back.
  root.addEventListener('focusin', () => (wanted = []), { signal: until })
  return {
    /** The first of these that is there gets it, if it is lost with the next change. */
    keepFocus: (...selectors: readonly string[]): void => void (wanted = selectors),
    /** Once what changed is drawn. */
    restore(): void {
      if (wanted.length === 0) return
      queueMicrotask(() => {
        const now = document.activeElement
        if (now !== null && now !== document.body) return
        for (const selector of wanted) {
          const found = root.querySelector<HTMLElement>(selector)
          if (found !== null) return found.focus()
        }
      })
    },
  }
}
