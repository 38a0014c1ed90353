/** A part of the account view, and what it is given. */
import { signal } from '@preact/signals-core'
import type { ReadonlySignal } from '@preact/signals-core'
import { dateLocale } from '../../../words/date-locale.ts'
import type { WordsOf } from '../../../words/language.ts'
import { askServer } from '../../../session/ask-server.ts'
import type { ViewContext } from '../../view.ts'

export interface PartContext extends ViewContext {
  readonly words: WordsOf<'account'>
}
/** @throws AppError when the server is out of reach: all of this is known to the server alone */
export type Part = (root: HTMLElement, context: PartContext) => Promise<void>

/** What the server lists, read now and again after a change. */
export async function serverList<Item>(
  path: string,
): Promise<{ readonly items: ReadonlySignal<readonly Item[]>; readonly refresh: () => Promise<void> }> {
  const read = async () => (await askServer<{ items: Item[] }>('GET', path)).items
  const items = signal<readonly Item[]>(await read())
  return { items, refresh: async () => void (items.value = await read()) }
}

export const momentText = (instant: string): string =>
  new Intl.DateTimeFormat(dateLocale(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant))

/** The text of a field of the form that was submitted. */
export const said = (form: FormData, name: string): string => (form.get(name) as string | null) ?? ''
