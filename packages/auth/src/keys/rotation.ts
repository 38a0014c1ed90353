/**
 * When keys change their state. A key is published as next before it signs, so that nobody meets a key that he cannot
 * know, and stays published as retiring until everything that it signed has ended: no request fails meanwhile.
 */
import { maxTokenSeconds } from '@goalixa/service-kit/tokens'
import { afterSeconds } from '../instants.ts'
import type { SigningKeyRow } from './keys.repository.ts'

/** How long others may keep the published set. */
export const cacheSeconds = 300
/** How long this service works with what it read before; other processes change states, too. */
export const freshSeconds = 60
/** Services accept a token for this long after its end, because clocks differ. */
const clockToleranceSeconds = 60

/** A process may still publish the set that it read a moment ago, and that set is kept for one cache period. */
export const publishAheadSeconds = cacheSeconds + freshSeconds
/** The last token is signed by a process that has not read the states anew, and lives as long as any may. */
export const keepRetiringSeconds = freshSeconds + maxTokenSeconds + 2 * clockToleranceSeconds

export type KeyChange =
  | { readonly make: 'next' | 'active' }
  | { readonly kid: string; readonly to: 'active' | 'retiring' | 'removed' }

/** What is to be done now, in this order. `rotationSeconds`: for how long a key signs. */
export function dueChanges(
  rows: readonly SigningKeyRow[],
  now: Date,
  rotationSeconds: number,
): readonly KeyChange[] {
  const isOver = ({ stateSince }: SigningKeyRow, seconds: number) => now >= afterSeconds(stateSince, seconds)
  const active = rows.find(({ state }) => state === 'active')
  if (active === undefined) return [{ make: 'active' }]
  const next = rows.find(({ state }) => state === 'next')
  const removed = rows
    .filter((row) => row.state === 'retiring' && isOver(row, keepRetiringSeconds))
    .map(({ kid }) => ({ kid, to: 'removed' as const }))
  if (next === undefined) {
    return isOver(active, rotationSeconds - publishAheadSeconds) ? [...removed, { make: 'next' }] : removed
  }
  return isOver(next, publishAheadSeconds) ? [...removed, ...succession(active, next)] : removed
}

/** The active key first: there is at most one at any time. */
export const succession = (active: SigningKeyRow, next: Pick<SigningKeyRow, 'kid'>): readonly KeyChange[] => [
  { kid: active.kid, to: 'retiring' },
  { kid: next.kid, to: 'active' },
]
