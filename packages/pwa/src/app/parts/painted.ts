/** After the next frame; soon where none is drawn. */
export const painted = () =>
  new Promise<void>((resolve) => {
    if (document.visibilityState === 'hidden') return resolve()
    requestAnimationFrame(() => setTimeout(resolve))
    setTimeout(resolve, 100)
  })
