/** Where something stands among those that it is shown with: by a step, or beside one of them. */
import { rankBetween } from '@goalixa/domain/ranks'

interface Ranked {
  readonly id: string
  readonly order: string
}
type Place = Pick<Ranked, 'order'>

/** A step up or down; undefined at the end. */
export function stepped(siblings: readonly Ranked[], id: string, step: -1 | 1): Place | undefined {
  const at = siblings.findIndex((one) => one.id === id)
  const beside = siblings[at + step]
  return at < 0 || beside === undefined ? undefined : placed(siblings, id, beside.id, step === 1)
}

/** The rank between the two that it will stand between. */
export function placed(siblings: readonly Ranked[], id: string, besideId: string, isAfter: boolean): Place {
  const others = siblings.filter((one) => one.id !== id)
  const at = others.findIndex((one) => one.id === besideId) + (isAfter ? 1 : 0)
  return { order: rankBetween(others[at - 1]?.order ?? '', others[at]?.order ?? null) }
}

/** Alt and an arrow. */
export const verticalStep = ({ altKey, key }: KeyboardEvent): -1 | 1 | undefined =>
  !altKey ? undefined : key === 'ArrowUp' ? -1 : key === 'ArrowDown' ? 1 : undefined
