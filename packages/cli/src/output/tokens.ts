/** Words for personal access tokens. */
import type { Token } from '@goalixa/contracts/tokens'
import { shortId } from './ids.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'
import { dayText } from './times.ts'

export function tokenTable(
  tokens: readonly Token[],
  zone: string,
  terminal: Pick<Terminal, 'paint' | 'width'>,
): string {
  if (tokens.length === 0) return 'No tokens.'
  return table(
    [
      { head: 'ID' },
      { head: 'NAME', flexible: true },
      { head: 'SCOPES' },
      { head: 'EXPIRES' },
      { head: 'LAST USED' },
    ],
    tokens.map((token) => [
      shortId(token.id),
      token.name,
      token.scopes.join(' '),
      dayText(token.expiresAt, zone),
      token.lastUsedAt === null ? 'never' : dayText(token.lastUsedAt, zone),
    ]),
    { width: terminal.width, paintHead: (head) => terminal.paint('dim', head) },
  )
}
