/** The dialog of the task that the address names: it opens and closes with the address. */
import { effect, untracked } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import type { WordsOf } from '../../../words/language.ts'
import type { ViewContext } from '../../view.ts'
import { pathOf } from './state.ts'
import type { State } from './state.ts'

interface Options extends ViewContext {
  readonly words: WordsOf<'tasks'>
  readonly state: ReadonlySignal<State>
}

export function followDetails({ state, go, until, ...context }: Options): void {
  let shown: string | undefined
  let close: (() => void) | undefined
  const show = async (id: string) => {
    const { openDetails } = await import('./details.ts')
    if (until.aborted || shown !== id) return
    const over = new AbortController()
    close = () => over.abort()
    await openDetails(id, { ...context, until: AbortSignal.any([until, over.signal]) })
    if (shown !== id) return
    shown = undefined
    close = undefined
    // Closed by hand: the address says so too. Closed by the address: it is there already.
    if (!until.aborted && state.value.id === id) go(pathOf({ ...state.value, id: undefined }))
  }
  const follow = effect(() => {
    const { id } = state.value
    untracked(() => {
      if (id === shown) return
      shown = id
      close?.()
      close = undefined
      if (id !== undefined) void show(id).catch(reportError)
    })
  })
  until.addEventListener('abort', follow, { once: true })
}
