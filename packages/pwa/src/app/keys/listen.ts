/** Binds the table of keys to what they do. */
import { createKeybindingsHandler } from 'tinykeys'
import { appViews } from '../../bridge/views.ts'
import { hasShortcuts } from '../../preferences.ts'
import type { Command, DeskContext } from './commands.ts'
import type { CommandName } from './shortcuts.ts'
import { goFirst, goKeys, shortcuts } from './shortcuts.ts'
import { isModal, isTyping } from './typing.ts'

/** Milliseconds in which a view is named after G. */
const goWithinMs = 1_000

export function listenToKeys({ go, until }: DeskContext, commands: ReadonlyMap<CommandName, Command>): void {
  const bound: Record<string, (event: KeyboardEvent) => void> = {}
  for (const { binding } of shortcuts) {
    const all = shortcuts.filter((one) => one.binding === binding)
    bound[binding] = (event) => {
      const found = all.map(({ command }) => commands.get(command)!).find((one) => one.isThere())
      if (found === undefined) return
      event.preventDefault()
      void Promise.resolve(found.run()).catch(reportError)
    }
  }
  const goes: Record<string, () => void> = {}
  for (const view of appViews) {
    const keys = goKeys(view)
    if (keys !== undefined) goes[keys.binding] = () => go(`/${view}`)
  }
  // Two tables instead of sequences: of those tinykeys forgets the rest when one is done, and a single key comes first.
  let goesUntil = 0
  bound[goFirst] = ({ timeStamp }) => (goesUntil = timeStamp + goWithinMs)
  const options = { ignore: isResting }
  const press = createKeybindingsHandler(bound, options)
  const pressAfterG = createKeybindingsHandler(goes, options)
  window.addEventListener(
    'keydown',
    (event) => {
      const handle = event.timeStamp < goesUntil ? pressAfterG : press
      goesUntil = 0
      handle(event)
    },
    { signal: until },
  )
}

/** Single keys rest while somebody writes, while a dialog is open, and when they are turned off (WCAG 2.1.4). */
const isResting = (event: KeyboardEvent): boolean =>
  event.repeat ||
  event.isComposing ||
  event.defaultPrevented ||
  isModal() ||
  (!(event.ctrlKey || event.metaKey) && (!hasShortcuts() || isTyping(event.target)))
