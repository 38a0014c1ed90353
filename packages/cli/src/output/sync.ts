/** Words for what waits for the server, and what it refused. */
import type { DateContext } from '@goalixa/domain/calendar'
import type { SyncState } from '../store.ts'
import { safeLine } from './safe-text.ts'
import { momentText } from './times.ts'

const noticeableSeconds = 120

export function syncWords(
  { pending, refused, lastSyncAt, clockAheadSeconds }: SyncState,
  dates: DateContext,
): string {
  const when = lastSyncAt === null ? 'never' : momentText(lastSyncAt, dates.zone)
  const clock = Math.abs(clockAheadSeconds) < noticeableSeconds ? [] : [clockWords(clockAheadSeconds)]
  return [
    pending === 0 ? 'Nothing waits for the server.' : `Waiting for the server: ${pending}`,
    `Last exchange: ${when}`,
    ...refused.map(
      ({ intent, code, detail }) => `Refused: ${safeLine(intent)}, ${safeLine(detail)} (${safeLine(code)})`,
    ),
    ...clock,
  ].join('\n')
}

const clockWords = (ahead: number): string =>
  `This machine's clock is ${Math.abs(ahead)} s ${ahead > 0 ? 'ahead of' : 'behind'} the server's.`
