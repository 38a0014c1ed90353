/** Words for saved views. */
import type { SavedView } from '@goalixa/contracts/saved-views'
import type { Page } from '../store.ts'
import { shortId } from './ids.ts'
import { safeLine } from './safe-text.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'

export const savedViewLine = (did: string, view: SavedView): string =>
  `${did} view "${safeLine(view.name)}" of ${ofKind[view.kind]}: ${safeLine(view.query)}  (${shortId(view.id)})`

const ofKind = { task: 'tasks', entry: 'entries', report: 'reports' } as const

/** The command that uses it. */
const useOf = ({ kind, name }: SavedView): string => {
  const command = { task: 'task list', entry: 'entries list', report: 'report' }[kind]
  return `goalixa ${command} --view ${/^[\w.-]+$/.test(name) ? name : `"${safeLine(name)}"`}`
}

export function savedViewTable(
  { items }: Page<SavedView>,
  terminal: Pick<Terminal, 'paint' | 'width'>,
): string {
  if (items.length === 0) return 'No views.'
  return table(
    [{ head: 'ID' }, { head: 'NAME' }, { head: 'OF' }, { head: 'FILTER', flexible: true }],
    items.map((view) => [shortId(view.id), view.name, ofKind[view.kind], view.query]),
    { width: terminal.width, paintHead: (head) => terminal.paint('dim', head) },
  )
}

export const savedViewWords = (view: SavedView): string =>
  [
    safeLine(view.name),
    `of: ${ofKind[view.kind]}`,
    `filter: ${safeLine(view.query)}`,
    `use: ${useOf(view)}`,
    `id: ${view.id}`,
  ].join('\n')
