/** The rank of a habit that is put ahead of another, or behind it. */
import type { Habit } from '@goalixa/contracts/habits'
import { rankBetween } from '@goalixa/domain/ranks'
import { UsageError } from './failure.ts'
import { findHabit } from './find-rows.ts'
import type { Store } from './store.ts'

interface Place {
  /** A habit, as people name it. */
  readonly before?: string | undefined
  readonly after?: string | undefined
}

/** Undefined when no place is given. Throws `habits.not_found`, `input.ambiguous`. */
export async function habitOrder(
  store: Pick<Store, 'habits'>,
  id: string,
  { before, after }: Place,
  asked: { readonly zone: string; readonly weekStart?: number },
): Promise<string | undefined> {
  const beside = before ?? after
  if (beside === undefined) return undefined
  const other = await findHabit(store, beside, asked)
  if (other.id === id) throw new UsageError('A habit cannot be put beside itself')
  const others: Habit[] = []
  for (let cursor: string | undefined; ;) {
    const page = await store.habits.list({
      ...asked,
      limit: 500,
      ...(cursor === undefined ? {} : { cursor }),
    })
    others.push(...page.items.filter((habit) => habit.id !== id))
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  const at = others.findIndex((habit) => habit.id === other.id) + (before === undefined ? 1 : 0)
  return rankBetween(others[at - 1]?.order ?? '', others[at]?.order ?? null)
}
