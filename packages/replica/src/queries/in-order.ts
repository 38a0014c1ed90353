/** Orders of lists: as the server's database has them. */

/** By code point, as bytes of UTF-8 sort. */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  let at = 0
  while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at++
  return at === length ? a.length - b.length : rankOf(a.charCodeAt(at)) - rankOf(b.charCodeAt(at))
}

/** Halves of surrogate pairs stand for code points beyond all others, but are numbered before the last of them. */
const rankOf = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit)

/** Positions such as `[name, id]`, part by part. */
export function comparePositions(a: Position, b: Position): number {
  const [first, other] = [a[0], b[0]]
  const order =
    typeof first === 'number' && typeof other === 'number'
      ? first - other
      : byCodePoint(String(first), String(other))
  return order === 0 ? byCodePoint(a[1], b[1]) : order
}

/** Where a row stands in its list: its name or its time in epoch seconds, and its id. */
export type Position = readonly [string | number, string]
