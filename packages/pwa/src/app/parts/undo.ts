/** Undo: beside what was just done, by a button, by keys. It takes back what this device did, as the terminal does. */
import { html, render } from 'lit-html'
import { AppError } from '@goalixa/contracts/errors'
import { undoable as mayUndo } from '@goalixa/domain/reversal'
import { listDeeds, redo, undo } from '@goalixa/replica/undo'
import type { Deed, UndoResult } from '@goalixa/replica/undo'
import { icon } from '../../design/icons.ts'
import { loadWords } from '../../words/language.ts'
import type { WordsOf } from '../../words/language.ts'
import type { ViewContext } from '../view.ts'

type Context = Pick<ViewContext, 'store' | 'act'>
type Words = WordsOf<'undo'>

/**
 * As `act`, with an Undo button beside `done`. All that `work` writes is taken back together; when it wrote nothing there
 * is no button.
 */
export async function undoable(
  { store, act }: Context,
  work: () => Promise<unknown>,
  done: string,
): Promise<void> {
  const words = await loadWords('undo')
  let made: readonly Deed[] = []
  const noting = async () => {
    const began = store.replica.now()
    await work()
    made = mayUndo((await ownDeeds(store)).filter(({ at, kind }) => at >= began && kind === 'done'))
  }
  await act(noting, done, () =>
    made.length === 0 ? '' : button(words.undo, () => takeBack({ store, act }, words, made)),
  )
}

/** Takes back the last thing that this device did and that was not taken back yet. */
export async function undoLast({ store, act }: Context): Promise<void> {
  const words = await loadWords('undo')
  for (const deed of mayUndo(await ownDeeds(store))) if (await takeBack({ store, act }, words, [deed])) return
  await act(async () => undefined, words.nothingToUndo)
}

/** Does again what was undone last, unless something else was done since. */
export async function redoLast({ store, act }: Context): Promise<void> {
  const words = await loadWords('undo')
  await act(
    async () => {
      const result = await redo(store.replica, { choice: 'rest' })
      if (result.state === 'nothing') throw new AppError('history.nothing', words.nothingToRedo)
      store.wrote()
    },
    words.redone,
    () => button(words.undo, () => undoLast({ store, act })),
  )
}

/** Answers false when there was nothing to write: somebody else has made it so already. */
async function takeBack(context: Context, words: Words, deeds: readonly Deed[]): Promise<boolean> {
  const { store, act } = context
  const results: UndoResult[] = []
  const work = async () => {
    for (const { operation } of deeds) results.push(await undo(store.replica, { operation }))
    store.wrote()
  }
  // Known before it is said: the words depend on it.
  const [outcome] = await Promise.allSettled([work()])
  const isRefused = outcome.status === 'rejected'
  if (!isRefused && results.every(({ state }) => state === 'nothing')) return false
  const changed = results.flatMap((result) => (result.state === 'changed_since' ? [result.deed] : []))
  const said = changed.length > 0 ? words.changedSince : words.undone(words.deed(deeds.at(-1)!.intent))
  const anyway = async () => {
    for (const { operation } of changed) await undo(store.replica, { operation, choice: 'anyway' })
    store.wrote()
  }
  await act(
    async () => {
      if (isRefused) throw outcome.reason
    },
    said,
    () =>
      changed.length > 0
        ? button(words.anyway, () => act(anyway, words.undone(words.deed(changed[0]!.intent))))
        : button(words.redo, () => redoLast(context)),
  )
  return true
}

/** Latest first; of this device, whose name every operation begins with. */
async function ownDeeds({ replica }: Context['store']): Promise<Deed[]> {
  const [{ clientId }, deeds] = await Promise.all([replica.status(), listDeeds(replica)])
  return deeds.filter(({ operation }) => operation.startsWith(`${clientId}/`))
}

const button = (label: string, press: () => unknown) =>
  html`<button type="button" class="gx-button gx-quiet gx-small" @click=${() => void press()}>
    ${label}
  </button>`

/** The two buttons, for the top of the app and of a view. */
export const undoButtons = (context: Context, words: Words) => html`
  <button
    type="button"
    class="gx-button gx-quiet gx-icon"
    aria-label=${words.undo}
    title=${words.undoTitle}
    @click=${() => void undoLast(context)}
  >
    ${icon('undo')}
  </button>
  <button
    type="button"
    class="gx-button gx-quiet gx-icon"
    aria-label=${words.redo}
    title=${words.redoTitle}
    @click=${() => void redoLast(context)}
  >
    ${icon('redo')}
  </button>
`

/** Buttons in the top bar and the keys Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y), also with Cmd; in a text they are its own. */
export async function installUndo(context: Context, until: AbortSignal): Promise<void> {
  const words = await loadWords('undo')
  const place = document.createElement('div')
  place.className = 'gx-cluster gx-desktop-only'
  document.querySelector('.gx-topbar')?.append(place)
  render(undoButtons(context, words), place)
  const press = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.repeat || event.defaultPrevented) return
    const { code } = event
    const isRedo = (code === 'KeyZ' && event.shiftKey) || (code === 'KeyY' && !event.shiftKey)
    if (!isRedo && code !== 'KeyZ') return
    if (isTyping(event.target) || document.querySelector('dialog[open]') !== null) return
    event.preventDefault()
    void (isRedo ? redoLast(context) : undoLast(context))
  }
  document.addEventListener('keydown', press, { signal: until })
}

const notText = new Set(['checkbox', 'radio', 'button', 'submit', 'range', 'color'])

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && !target.readOnly && !notText.has(target.type)))
