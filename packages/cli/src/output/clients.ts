/** Words for clients. */
import type { Client } from '@goalixa/contracts/clients'
import type { Page } from '../store.ts'
import { shortId } from './ids.ts'
import { safeLine } from './safe-text.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'

export const clientLine = (did: string, client: Client): string =>
  `${did} client "${safeLine(client.name)}"  (${shortId(client.id)})`

export function clientTable({ items }: Page<Client>, terminal: Pick<Terminal, 'paint' | 'width'>): string {
  if (items.length === 0) return 'No clients.'
  return table(
    [{ head: 'ID' }, { head: 'NAME', flexible: true }, { head: 'COLOUR' }],
    items.map((client) => [shortId(client.id), client.name, client.colour ?? '']),
    { width: terminal.width, paintHead: (head) => terminal.paint('dim', head) },
  )
}

export const clientWords = (client: Client): string =>
  [
    safeLine(client.name),
    ...(client.colour === null ? [] : [`colour: ${safeLine(client.colour)}`]),
    ...(client.archived ? ['archived'] : []),
    `id: ${client.id}`,
  ].join('\n')
