/** Words for the audit. */
import type { AuditEvent } from '@goalixa/contracts/audit'
import { shortId } from './ids.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'
import { momentText } from './times.ts'

export function auditTable(
  events: readonly AuditEvent[],
  zone: string,
  terminal: Pick<Terminal, 'paint' | 'width'>,
): string {
  if (events.length === 0) return 'Nothing happened yet.'
  return table(
    [
      { head: 'WHEN' },
      { head: 'EVENT', flexible: true },
      { head: 'OUTCOME' },
      { head: 'CLIENT' },
      { head: 'ADDRESS' },
      { head: 'SESSION' },
    ],
    events.map((event) => [
      momentText(event.at, zone),
      event.event.replaceAll('_', ' '),
      event.outcome,
      event.client ?? '',
      event.address ?? '',
      event.sessionId === null ? '' : shortId(event.sessionId),
    ]),
    { width: terminal.width, paintHead: (head) => terminal.paint('dim', head) },
  )
}
