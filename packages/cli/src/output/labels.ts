/** Words for labels. */
import type { Label } from '@goalixa/contracts/labels'
import type { Page } from '../store.ts'
import { shortId } from './ids.ts'
import { safeLine } from './safe-text.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'

export const labelLine = (did: string, label: Label): string =>
  `${did} label "${safeLine(label.name)}"  (${shortId(label.id)})`

export function labelTable({ items }: Page<Label>, terminal: Pick<Terminal, 'paint' | 'width'>): string {
  if (items.length === 0) return 'No labels.'
  return table(
    [{ head: 'ID' }, { head: 'NAME', flexible: true }, { head: 'COLOUR' }],
    items.map((label) => [shortId(label.id), label.name, label.colour ?? '']),
    { width: terminal.width, paintHead: (head) => terminal.paint('dim', head) },
  )
}

export const labelWords = (label: Label): string =>
  [
    safeLine(label.name),
    ...(label.colour === null ? [] : [`colour: ${safeLine(label.colour)}`]),
    ...(label.archived ? ['archived'] : []),
    `id: ${label.id}`,
  ].join('\n')
