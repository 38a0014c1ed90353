/** Words for what was kept of a damaged store, and where. */
import type { Repaired } from '../repair.ts'
import { safeLine } from './safe-text.ts'

export function repairedWords({ setAside, copy, saved, refused, loaded }: Repaired): string {
  if (setAside === null) return 'The local store is in order.'
  return [
    `The local store was damaged; a new one takes its place.`,
    `Saved from it: ${counted(saved, 'change')} that ${saved === 1 ? 'was' : 'were'} not sent, ${counted(refused, 'refused change')}.`,
    ...(copy === null ? [] : [`A copy of them: ${safeLine(copy)}`]),
    `The damaged file: ${safeLine(setAside)}`,
    loaded
      ? 'Everything else was loaded from the server. Both files can go once nothing is missing.'
      : 'The server could not be asked: the next command loads everything else.',
  ].join('\n')
}

const counted = (count: number, noun: string): string =>
  `${count === 0 ? 'no' : count} ${noun}${count === 1 ? '' : 's'}`
