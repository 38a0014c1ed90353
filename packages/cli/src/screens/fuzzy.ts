/** How well a text fits what somebody types: letters in their order, best at the beginnings of words. */

const folded = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()

/** Undefined where it does not fit. Words may come in any order; each must fit. Nothing typed fits everything alike. */
export function scoreOf(typed: string, text: string): number | undefined {
  const words = folded(typed).split(/\s+/).filter(Boolean)
  const inside = folded(text)
  let score = 0
  for (const word of words) {
    const one = wordScore(word, inside)
    if (one === undefined) return undefined
    score += one
  }
  // Of texts that fit alike, the shorter one is meant more often.
  return score - Math.min(20, inside.length / 10)
}

function wordScore(word: string, text: string): number | undefined {
  const starts = wordStarts(text)
  let best: number | undefined
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const score = 100 + word.length * 4 + (starts.has(at) ? 50 : 0) + (at === 0 ? 20 : 0)
    best = Math.max(best ?? score, score)
  }
  return best ?? scatteredScore(word, text, starts)
}

/** Every letter is looked for at the beginning of a word first, then just behind the one before. */
function scatteredScore(word: string, text: string, starts: ReadonlySet<number>): number | undefined {
  let score = 0
  let from = 0
  const letters = Array.from(word)
  for (const [index, letter] of letters.entries()) {
    const next = text.indexOf(letter, from)
    if (next < 0) return undefined
    const atStart = [...starts].find((at) => at >= from && text.startsWith(letter, at))
    // A jump to a later word must leave the letters that follow something to find.
    const canJump = atStart !== undefined && isWithin(letters.slice(index + 1), text, atStart + 1)
    const isNext = next === from && from > 0
    const at = isNext || !canJump ? next : atStart
    score += isNext ? 6 : starts.has(at) ? 8 : 1
    from = at + letter.length
  }
  return score
}

function isWithin(letters: readonly string[], text: string, from: number): boolean {
  let at = from
  for (const letter of letters) {
    const found = text.indexOf(letter, at)
    if (found < 0) return false
    at = found + letter.length
  }
  return true
}

const wordStarts = (text: string): Set<number> =>
  new Set([...text.matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu)].map(({ index }) => index))

/** Those that fit, best first; of equals the earlier one. */
export function ranked<Item>(typed: string, items: readonly Item[], textOf: (item: Item) => string): Item[] {
  return items
    .map((item) => ({ item, score: typed.trim() === '' ? 0 : scoreOf(typed, textOf(item)) }))
    .filter((one): one is { item: Item; score: number } => one.score !== undefined)
    .toSorted((a, b) => b.score - a.score)
    .map(({ item }) => item)
}
