/** Words for personal access tokens. */
import type { Token } from '@goalixa/contracts/tokens'
import { shortId } from './ids.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'
import { dayText } from './times.ts'

export function tokenTable(
  tokens: readonly Token[],
  { zone, projects }: { readonly zone: string; readonly projects: ReadonlyMap<string, string> },
  terminal: Pick<Terminal, 'paint' | 'width'>,
): string {
  if (tokens.length === 0) return 'No tokens.'
  // Most people have none that is for one project.
  const ofProject = (cell: string) => (projects.size === 0 ? [] : [cell])
  return table(
    [
      { head: 'ID' },
      { head: 'NAME', flexible: true },
      { head: 'SCOPES' },
      ...ofProject('PROJECT').map((head) => ({ head, flexible: true })),
      { head: 'EXPIRES' },
      { head: 'LAST USED' },
    ],
    tokens.map((token) => [
      shortId(token.id),
      token.name,
      token.scopes.join(' '),
      ...ofProject(token.projectId === null ? 'all' : (projects.get(token.projectId) ?? '')),
      dayText(token.expiresAt, zone),
      token.lastUsedAt === null ? 'never' : dayText(token.lastUsedAt, zone),
    ]),
    { width: terminal.width, paintHead: (head) => terminal.paint('dim', head) },
  )
}
