/** The rank of a goal that is put ahead of another, or behind it. */
import { rankBetween } from '@goalixa/domain/ranks'
import { UsageError } from './failure.ts'
import { findGoal } from './find-rows.ts'
import type { Store } from './store.ts'

interface Place {
  /** A goal, as people name it. */
  readonly before?: string | undefined
  readonly after?: string | undefined
}

/** Undefined when no place is given. Throws `goals.not_found`, `input.ambiguous`. */
export async function goalOrder(
  store: Pick<Store, 'goals'>,
  id: string,
  { before, after }: Place,
  asked: { readonly zone: string },
): Promise<string | undefined> {
  const beside = before ?? after
  if (beside === undefined) return undefined
  const other = await findGoal(store, beside, asked)
  if (other.id === id) throw new UsageError('A goal cannot be put beside itself')
  const others: { readonly id: string; readonly order: string }[] = []
  for (let cursor: string | undefined; ;) {
    const page = await store.goals.list({ limit: 500, ...(cursor === undefined ? {} : { cursor }) })
    others.push(...page.items.filter((goal) => goal.id !== id))
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  const at = others.findIndex((goal) => goal.id === other.id) + (before === undefined ? 1 : 0)
  return rankBetween(others[at - 1]?.order ?? '', others[at]?.order ?? null)
}

/** The rank of a subgoal that gets the number `position` among those of its goal; undefined without one. */
export function subgoalOrder(
  subgoals: readonly { readonly id: string; readonly order: string }[],
  id: string,
  position: number | undefined,
): string | undefined {
  if (position === undefined) return undefined
  const others = subgoals.filter((subgoal) => subgoal.id !== id)
  const at = Math.min(position - 1, others.length)
  return rankBetween(others[at - 1]?.order ?? '', others[at]?.order ?? null)
}
