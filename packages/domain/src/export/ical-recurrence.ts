/** How a task comes back, as a calendar must be told: a month too short for the day takes its last day (D16). */

const ruleShape = /^FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)(?:;[A-Z]+=[A-Z0-9,+-]+)*$/

/**
 * The value of RRULE for a rule such as `FREQ=MONTHLY` and the DTSTART that it repeats, `20260131` or
 * `20260131T090000Z`. Undefined when the rule is none.
 */
export function icalRule(rule: string, dtstart: string): string | undefined {
  if (!ruleShape.test(rule)) return undefined
  const parts = new Map(rule.split(';').map((part) => part.split('=') as [string, string]))
  const until = parts.get('UNTIL')
  if (until !== undefined) parts.set('UNTIL', sameType(until, dtstart))
  clampToMonthEnd(parts, dtstart)
  return [...parts].map(([name, value]) => `${name}=${value}`).join(';')
}

/** UNTIL must be a date where DTSTART is one, else an instant. */
function sameType(until: string, dtstart: string): string {
  if (!dtstart.includes('T')) return until.slice(0, 8)
  return until.includes('T') ? until : `${until}T235959Z`
}

/** RFC 5545 skips months without the day; people mean their last one: of 28 to the day, the last that there is. */
function clampToMonthEnd(parts: Map<string, string>, dtstart: string): void {
  const hasDays = ['BYDAY', 'BYSETPOS', 'BYYEARDAY', 'BYWEEKNO'].some((name) => parts.has(name))
  const day = Number(parts.get('BYMONTHDAY') ?? dtstart.slice(6, 8))
  if (hasDays || !(day >= 29 && day <= 31)) return
  const month = parts.get('BYMONTH') ?? String(Number(dtstart.slice(4, 6)))
  if (parts.get('FREQ') === 'YEARLY') {
    if (month !== '2') return
    parts.set('BYMONTH', month)
  } else if (parts.get('FREQ') !== 'MONTHLY') return
  parts.set('BYMONTHDAY', [28, 29, 30, 31].filter((each) => each <= day).join(','))
  parts.set('BYSETPOS', '-1')
}
