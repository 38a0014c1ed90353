/** Taskwarrior's words for how a task comes back, as RFC 5545 rules. */

type Frequency = 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'

const adverbs = new Map<string, string>([
  ['daily', rule('DAILY', 1)],
  ['weekdays', `${rule('WEEKLY', 1)};BYDAY=MO,TU,WE,TH,FR`],
  ['weekly', rule('WEEKLY', 1)],
  ['biweekly', rule('WEEKLY', 2)],
  ['fortnight', rule('WEEKLY', 2)],
  ['monthly', rule('MONTHLY', 1)],
  ['bimonthly', rule('MONTHLY', 2)],
  ['quarterly', rule('MONTHLY', 3)],
  ['semiannual', rule('MONTHLY', 6)],
  ['annual', rule('YEARLY', 1)],
  ['yearly', rule('YEARLY', 1)],
  ['biannual', rule('YEARLY', 2)],
  ['biyearly', rule('YEARLY', 2)],
])

const spellings: readonly (readonly [frequency: Frequency, times: number, units: string])[] = [
  ['DAILY', 1, 'd da day days'],
  ['WEEKLY', 1, 'w wk wks week weeks'],
  ['MONTHLY', 1, 'm mo mos mth mths mnths month months'],
  ['MONTHLY', 3, 'q qtr qtrs qrtr qrtrs quarter quarters'],
  ['YEARLY', 1, 'y yr yrs year years'],
]
const units = new Map(
  spellings.flatMap(([frequency, times, names]) =>
    names.split(' ').map((name) => [name, { frequency, times }] as const),
  ),
)

/** `weekly` is `FREQ=WEEKLY`, `2w` and `P2W` are `FREQ=WEEKLY;INTERVAL=2`; null for what has no such rule, as `hourly`. */
export function recurrenceRule(recur: string): string | null {
  const text = recur.trim().toLowerCase()
  const adverb = adverbs.get(text)
  if (adverb !== undefined) return adverb
  const [, count, name] = /^p(\d{1,4})([dwmy])$/.exec(text) ?? /^(\d{0,4})\s?([a-z]+)$/.exec(text) ?? []
  const unit = units.get(name ?? '')
  const interval = count === '' ? 1 : Number(count)
  return unit === undefined || interval === 0 ? null : rule(unit.frequency, unit.times * interval)
}

function rule(frequency: Frequency, interval: number): string {
  return interval === 1 ? `FREQ=${frequency}` : `FREQ=${frequency};INTERVAL=${interval}`
}

const words: readonly (readonly [rule: string, recur: string])[] = [
  ['FREQ=DAILY', 'daily'],
  ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'weekdays'],
  ['FREQ=WEEKLY', 'weekly'],
  ['FREQ=MONTHLY', 'monthly'],
  ['FREQ=YEARLY', 'yearly'],
]

/** The word for a rule that {@link recurrenceRule} reads as the same rule; null where Taskwarrior has none. */
export function taskwarriorRecurrence(given: string): string | null {
  const word = words.find(([rule]) => rule === given)
  if (word !== undefined) return word[1]
  const [, frequency, interval] = /^FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY);INTERVAL=(\d{1,4})$/.exec(given) ?? []
  return frequency === undefined ? null : `P${interval}${frequency[0]}`
}
