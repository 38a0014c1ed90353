/** Tells the shell while somebody writes something that a reload would lose: a new version waits for its end. */
import type { Guest } from '../bridge/guest.ts'
import { isTyping } from './keys/typing.ts'

export function tellOfEditing(shell: Guest, until: AbortSignal): void {
  const written = new Set<HTMLInputElement | HTMLTextAreaElement>()
  let told = false
  const look = () => {
    for (const field of written)
      if (!field.isConnected || field.readOnly || field.value === '') written.delete(field)
    const isEditing = written.size > 0 || document.querySelector('dialog[open]') !== null
    if (isEditing === told) return
    told = isEditing
    shell.send('EDITING', { isEditing })
  }
  document.addEventListener(
    'input',
    ({ target }) => {
      // A search is in the address, or soon done again.
      if (isTyping(target) && (target as HTMLInputElement).type !== 'search')
        written.add(target as HTMLInputElement)
    },
    { capture: true, signal: until },
  )
  // What follows from an event is there a moment later: a form that empties itself, a dialog that closes.
  for (const type of ['input', 'focusin', 'focusout', 'keyup', 'click', 'toggle', 'close'])
    document.addEventListener(type, () => setTimeout(look, 250), {
      capture: true,
      passive: true,
      signal: until,
    })
}
