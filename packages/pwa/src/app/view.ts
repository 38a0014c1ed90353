/** What a view is, and what it is given. */
import { effect } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import { render } from 'lit-html'
import type { TemplateResult } from 'lit-html'
import type { Account } from '../bridge/messages.ts'
import type { Place } from '../bridge/paths.ts'
import type { Store } from './store/store.ts'
import type { SyncState } from './sync/sync.ts'

export interface ViewContext {
  readonly store: Store
  readonly account: ReadonlySignal<Account>
  /** The rest of the address; changes while the view stays. */
  readonly place: ReadonlySignal<Place>
  /** Epoch milliseconds, once a second while a timer runs. */
  readonly now: ReadonlySignal<number>
  readonly syncState: ReadonlySignal<SyncState>
  /** Soon; after changes that were not made by `store.write`. */
  readonly syncNow: () => void
  /** After a click or a key alone, and at once: whoever asks for it looks first at what would be lost. */
  readonly signOut: () => void
  /** Another address, one entry of the history: `/timer?from=2026-01-01`. */
  readonly go: (path: string) => void
  /**
   * Runs an action and tells what went wrong, if anything; says `done` politely when it is given, with `more` beside it,
   * such as the button of `undoable` (`parts/undo.ts`).
   */
  readonly act: (
    work: () => Promise<unknown>,
    done?: string,
    more?: () => TemplateResult | '',
  ) => Promise<void>
  /** Ends with the view: for listeners, `store.live` and `draw`. */
  readonly until: AbortSignal
}

/** Each view exports one of these from `views/<view>/view.ts`. */
export interface ViewModule {
  /** Draws into an empty element, and answers its title. */
  readonly open: (root: HTMLElement, context: ViewContext) => Promise<string> | string
}

/** Draws now, and again whenever a signal changes that the template has read. */
export function draw(root: HTMLElement, template: () => TemplateResult, until: AbortSignal): void {
  const stop = effect(() => void render(template(), root))
  until.addEventListener('abort', stop, { once: true })
}
