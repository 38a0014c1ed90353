/** Chance that can be repeated: the same seed gives the same run. */
export interface Chance {
  /** From 0 up to, not including, `below`. */
  int(below: number): number
  /** True so many times out of a hundred. */
  percent(of: number): boolean
  pick<Item>(items: readonly Item[]): Item
  bytes(count: number): Uint8Array
  /** A version 7 UUID, lower case. */
  id(): string
}

/** mulberry32: small, and good enough to choose what happens next. */
export function createChance(seed: number): Chance {
  let state = (seed * 0x9e3779b9) >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (below: number) => Math.floor(next() * below)
  const hex = (digits: number) => Array.from({ length: digits }, () => int(16).toString(16)).join('')
  return {
    int,
    percent: (of) => int(100) < of,
    pick: (items) => items[int(items.length)]!,
    bytes: (count) => Uint8Array.from({ length: count }, () => int(256)),
    id: () => `${hex(8)}-${hex(4)}-7${hex(3)}-8${hex(3)}-${hex(12)}`,
  }
}
