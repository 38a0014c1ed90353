/** Words for sessions. */
import type { Session } from '@goalixa/contracts/sessions'
import { shortId } from './ids.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'
import { momentText } from './times.ts'

export function sessionTable(
  sessions: readonly Session[],
  zone: string,
  terminal: Pick<Terminal, 'paint' | 'width'>,
): string {
  return table(
    [
      { head: 'ID' },
      { head: 'DEVICE', flexible: true },
      { head: 'SIGNED IN' },
      { head: 'LAST SEEN' },
      { head: '' },
    ],
    sessions.map((session) => [
      shortId(session.id),
      session.device,
      momentText(session.createdAt, zone),
      momentText(session.lastSeenAt, zone),
      session.current ? 'this one' : '',
    ]),
    { width: terminal.width, paintHead: (head) => terminal.paint('dim', head) },
  )
}
