/** Words for calendar feeds. */
import type { CalendarFeed } from '@goalixa/contracts/calendar-feeds'
import { shortId } from './ids.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'
import { dayText } from './times.ts'

export function calendarFeedTable(
  feeds: readonly CalendarFeed[],
  zone: string,
  terminal: Pick<Terminal, 'paint' | 'width'>,
): string {
  if (feeds.length === 0) return 'No calendar feeds.'
  return table(
    [{ head: 'ID' }, { head: 'NAME', flexible: true }, { head: 'MADE' }],
    feeds.map(({ id, name, createdAt }) => [shortId(id), name, dayText(createdAt, zone)]),
    { width: terminal.width, paintHead: (head) => terminal.paint('dim', head) },
  )
}
