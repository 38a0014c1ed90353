/** How a report is rounded: as `--round` says, else as the settings of the account do. */
import type { Rounding } from '@goalixa/contracts/settings'
import { AppError } from '@goalixa/contracts/errors'
import { parseRounding } from '@goalixa/domain/rounding'
import { none } from './flags.ts'
import type { Store } from './store.ts'

/** Null: not at all. Undefined: nothing was said, so the settings decide. Throws `input.duration`. */
export const readRound = (text: string | undefined): Rounding | null | undefined =>
  text === undefined ? undefined : text.trim().toLowerCase() === none ? null : parseRounding(text)

/** What holds for this report, and what to say of where that comes from. */
export async function roundingOf(
  { settings }: Pick<Store, 'settings'>,
  said: Rounding | null | undefined,
): Promise<{ readonly rounding: Rounding | undefined; readonly words: string }> {
  if (said !== undefined) return { rounding: said ?? undefined, words: '' }
  const { rounding } = await settings.get().catch(exactWhereRefused)
  return rounding === null
    ? { rounding: undefined, words: '' }
    : { rounding, words: 'Rounded as your settings say. --round none shows exact times.' }
}

/** A token that may not read the settings still has its report. */
function exactWhereRefused(error: unknown): { readonly rounding: null } {
  if (error instanceof AppError && error.status === 403) return { rounding: null }
  throw error
}
