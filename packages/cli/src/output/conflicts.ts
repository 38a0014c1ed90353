/** Words for values that lost and timers that a rule ended. */
import type { DateContext } from '@goalixa/domain/calendar'
import type { Conflict, ConflictList, EndedTimer, LostValue, Resumed } from '../conflict-list.ts'
import { fieldWords, valueWords } from './fields.ts'
import { shortId } from './ids.ts'
import { nameWords, rowWords } from './rows.ts'
import { entryTitle, stoppedWords } from './timer.ts'
import { clockText, dayText, momentText, weekdayText } from './times.ts'

const places = { this_device: 'this device', another_device: 'another device' }

export function conflictsWords({ items }: ConflictList, dates: DateContext): string {
  if (items.length === 0) return 'No value was lost, and no timer was ended by another one.'
  const lost = items.filter((one) => one.kind === 'lost_value')
  const ended = items.filter((one) => one.kind === 'ended_timer')
  return [
    ...lost.map((one) => lostWords(one, dates)),
    ...ended.map((one) => endedWords(one, dates)),
    '',
    ...(lost.length === 0 ? [] : ['goalixa conflicts take ID       write the lost value again']),
    ...(ended.length === 0
      ? []
      : ['goalixa conflicts resume ID     let the timer run on, stop what runs now']),
    'goalixa conflicts dismiss ID    leave it as it is; --all for all of them',
  ].join('\n')
}

const lostWords = ({ id, row, field, of, lost, now, at, from }: LostValue, { zone }: DateContext): string =>
  [
    `${id}  ${rowWords(row, zone)}: ${fieldWords({ field, of })}`,
    `        lost: ${valueWords(field, lost, zone)}  (from ${places[from]}, ${momentText(at, zone)})`,
    `        now:  ${valueWords(field, now, zone)}`,
  ].join('\n')

function endedWords({ id, row, endedAt, startedInstead, from }: EndedTimer, { zone }: DateContext): string {
  const day = row.start === null || dayText(row.start, zone) === dayText(endedAt, zone)
  const when = `${day ? '' : `${weekdayText(dayText(endedAt, zone))} `}${clockText(endedAt, zone)}`
  const other =
    startedInstead === null ? 'another timer' : `another timer, ${nameWords(startedInstead.name)},`
  return `${id}  ${rowWords(row, zone)} ended at ${when} because ${other} was started on ${places[from ?? 'another_device']}`
}

export const takenWords = ({ row, field, of, lost, now }: LostValue, { zone }: DateContext): string =>
  `${rowWords(row, zone)}: ${fieldWords({ field, of })} is ${valueWords(field, lost, zone)} again, no longer ${valueWords(field, now, zone)}`

export function dismissedWords({ items }: ConflictList): string {
  if (items.length === 0) return 'There was nothing to dismiss.'
  return items.length === 1 ? `Dismissed ${nameOf(items[0]!)}` : `Dismissed ${items.length}`
}
const nameOf = ({ id, row }: Conflict): string => `${nameWords(row.name)}  (${id})`

export function resumedWords({ resumed, stopped }: Resumed, zone: string): string {
  const before = stopped === null ? [] : [stoppedWords(stopped, zone)]
  return [
    ...before,
    `Runs on: ${entryTitle(resumed)}, since ${momentText(resumed.start, zone)}  (${shortId(resumed.id)})`,
  ].join('\n')
}
