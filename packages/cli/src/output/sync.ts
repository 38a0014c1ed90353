/** Words for what waits for the server, and what it refused. */
import type { DateContext } from '@goalixa/domain/calendar'
import type { Refused, RefusedChange } from '../conflict-list.ts'
import type { SyncState } from '../store.ts'
import { intentWords } from './intents.ts'
import { rowWords } from './rows.ts'
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
    ...refused.map((one) => `Refused: ${refusedWords(one, dates)}`),
    ...(refused.length === 0 ? [] : [waysOut]),
    ...clock,
  ].join('\n')
}

const waysOut = 'See goalixa sync retry, goalixa sync discard and goalixa sync export.'

/** `a1b2c3  log time entry "write report" of Mon 2026-03-02: there is no such project (sync.unknown_reference)` */
function refusedWords({ id, intent, row, rows, code, detail }: RefusedChange, { zone }: DateContext): string {
  const what = row === null ? '' : ` ${rowWords(row, zone)}`
  const others = rows < 2 ? '' : ` and ${rows - 1} more`
  return `${id}  ${intentWords(intent)}${what}${others}: ${safeLine(detail)} (${safeLine(code)})`
}

/** `done`: what became of them. */
export const refusedListWords = ({ items }: Refused, done: string, dates: DateContext): string =>
  items.length === 0
    ? 'The server has refused nothing.'
    : items.map((one) => `${done}: ${refusedWords(one, dates)}`).join('\n')

const clockWords = (ahead: number): string =>
  `This machine's clock is ${Math.abs(ahead)} s ${ahead > 0 ? 'ahead of' : 'behind'} the server's.`
