/** Which items answer a text, best first. Pure, so that it can be measured. */
import uFuzzy from '@leeoniya/ufuzzy'

const groups = ['actions', 'views', 'tasks', 'projects', 'entries'] as const
type Group = (typeof groups)[number]

export interface Rankable {
  readonly group: Group
  readonly text: string
}

const shownAtMost = 50
/** Of each group while nothing is typed. */
const atFirst: Readonly<Record<Group, number>> = { actions: 20, views: 20, tasks: 5, projects: 3, entries: 5 }

// Letters of every script, as its documentation has it.
const fuzzy = new uFuzzy({
  unicode: true,
  interSplit: "[^\\p{L}\\d']+",
  intraSplit: '\\p{Ll}\\p{Lu}',
  intraBound: '\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}',
  intraChars: "[\\p{L}\\d']",
  intraContr: "'\\p{L}{1,2}\\b",
})

/**
 * Indexes of items. They come in groups, the group of the best match first, so that what is listed below each other
 * belongs together; without a text, those that come first.
 */
export function rank(items: readonly Rankable[], texts: string[], typed: string): number[] {
  const needle = typed.trim().slice(0, 80)
  const left = { ...atFirst }
  if (needle === '') return [...items.keys()].filter((index) => left[items[index]!.group]-- > 0)
  const [found, info, order] = fuzzy.search(texts, needle, 1)
  const best = info === null ? (found ?? []) : order.map((at) => info.idx[at]!)
  const wanted = best.slice(0, shownAtMost)
  const first = [...new Set(wanted.map((index) => items[index]!.group))]
  return first.flatMap((group) => wanted.filter((index) => items[index]!.group === group))
}
