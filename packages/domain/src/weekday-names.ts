/** Days of the week as people name them: 1 Monday to 7 Sunday. */

const names = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
const groups: Readonly<Record<string, readonly number[]>> = {
  weekday: [1, 2, 3, 4, 5],
  weekdays: [1, 2, 3, 4, 5],
  weekend: [6, 7],
  weekends: [6, 7],
}

/** `mon` of 1. */
export const shortWeekday = (day: number): string => names[day - 1]!.slice(0, 3)

/** The days of one word in lower case: `mon`, `thurs`, `weekdays`, `weekend`; undefined when it names none. */
export function daysNamed(word: string): readonly number[] | undefined {
  if (Object.hasOwn(groups, word)) return groups[word]
  const at = word.length < 3 ? -1 : names.findIndex((name) => name.startsWith(word))
  return at < 0 ? undefined : [at + 1]
}
