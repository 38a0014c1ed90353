/** Words for goals: how far each has come, and what makes its date. */
import type { Goal, Subgoal } from '@goalixa/contracts/goals'
import { formatDuration } from '@goalixa/domain/durations'
import type { Page } from '../store.ts'
import { shortId } from './ids.ts'
import { bar } from './reports.ts'
import { safeLine, safeText } from './safe-text.ts'
import { pad, table } from './table.ts'
import type { Terminal } from './terminal.ts'
import { dayText, weekdayText } from './times.ts'

type Paper = Pick<Terminal, 'paint' | 'width'>

const statusWords: Readonly<Record<Goal['status'], string>> = {
  active: 'active',
  at_risk: 'at risk',
  completed: 'completed',
}
const statusColours = { active: 'cyan', at_risk: 'yellow', completed: 'green' } as const

/** Full when it is reached; what is missing shows as dots. */
const barOf = ({ progress }: Goal, width: number): string => {
  const done = bar(progress, width)
  return done + '·'.repeat(Math.max(0, width - done.length))
}

/** Nothing is said of a goal that has nothing to be measured by. */
export const percentText = ({ progress, subgoals, targetSeconds }: Goal): string =>
  subgoals.length === 0 && targetSeconds === null && progress === 0 ? '' : `${Math.floor(progress * 100)} %`

/** `2 of 5`, or `4h of 10h`. */
export function measureText({ subgoals, targetSeconds, trackedSeconds }: Goal): string {
  if (subgoals.length > 0)
    return `${subgoals.filter(({ doneAt }) => doneAt !== null).length} of ${subgoals.length}`
  if (targetSeconds !== null) return `${formatDuration(trackedSeconds)} of ${formatDuration(targetSeconds)}`
  return trackedSeconds === 0 ? '' : formatDuration(trackedSeconds)
}

export const goalLine = (did: string, goal: Goal): string =>
  `${did} goal "${safeLine(goal.name)}"${measureText(goal) === '' ? '' : ` · ${measureText(goal)}`}${goal.status === 'active' ? '' : ` · ${statusWords[goal.status]}`}  (${shortId(goal.id)})`

/** With what it makes of its goal. */
export const subgoalLine = (did: string, subgoal: Pick<Subgoal, 'title'>, goal: Goal): string =>
  `${did} "${safeLine(subgoal.title)}" · ${safeLine(goal.name)}: ${measureText(goal) || 'no subgoals'}${goal.status === 'active' ? '' : `, ${statusWords[goal.status]}`}`

/** After somebody took back that it is done. */
export const reopenedLine = (goal: Goal): string =>
  goal.status === 'completed'
    ? `Still completed: ${goal.subgoals.length > 0 ? 'all its subgoals are done; reopen or add one' : 'its time has reached the target; raise that'}`
    : goalLine('Reopened', goal)

/** A pipe gets no bars; a narrow terminal gets what fits. */
export function goalTable({ items }: Page<Goal>, terminal: Paper): string {
  if (items.length === 0) return 'No goals.'
  const width = terminal.width ?? Infinity
  const columns = [
    { head: 'ID', text: (goal: Goal) => shortId(goal.id) },
    { head: 'GOAL', flexible: true, text: (goal: Goal) => goal.name },
    ...(terminal.width === undefined || width < 90
      ? []
      : [{ head: '', text: (goal: Goal) => barOf(goal, 10) }]),
    { head: 'DONE', align: 'right' as const, text: percentText },
    ...(width < 70 ? [] : [{ head: 'OF', text: measureText }]),
    { head: 'A DAY', align: 'right' as const, text: perDayText },
    { head: 'BY', text: ({ targetDate }: Goal) => targetDate ?? '' },
    { head: 'STATUS', text: ({ status }: Goal) => statusWords[status] },
  ]
  return table(
    columns,
    items.map((goal) => columns.map(({ text }) => text(goal))),
    { width: terminal.width, paintHead: (head) => terminal.paint('dim', head) },
  )
}

const perDayText = ({ pacing }: Goal): string =>
  typeof pacing?.secondsPerDay === 'number' ? needText(pacing.secondsPerDay) : ''

/** Whole minutes, rounded up: whoever keeps to it makes the date. */
const needText = (seconds: number): string => formatDuration(Math.ceil(seconds / 60) * 60)

export function goalWords(goal: Goal, zone: string, terminal: Paper): string {
  const facts: [string, string | null][] = [
    ['status', statusWords[goal.status]],
    ['done', [percentText(goal), measureText(goal)].filter((text) => text !== '').join(', ') || null],
    ['by', byText(goal)],
    ['pace', paceText(goal)],
    ['tracked', formatDuration(goal.trackedSeconds)],
    ['counts', linksText(goal)],
    ['priority', goal.priority === 'none' ? null : goal.priority],
    ['completed', goal.completedAt && weekdayText(dayText(goal.completedAt, zone))],
    ['archived', goal.archived ? 'yes' : null],
    ['id', goal.id],
  ]
  const drawn =
    terminal.width === undefined ? [] : [terminal.paint(statusColours[goal.status], barOf(goal, 24))]
  return [
    terminal.paint('bold', safeLine(goal.name)),
    ...drawn,
    ...(goal.description === '' ? [] : [safeText(goal.description)]),
    ...goal.subgoals.map(subgoalText),
    ...facts.flatMap(([name, value]) => (value === null ? [] : [`${pad(`${name}:`, 11)}${safeLine(value)}`])),
  ].join('\n')
}

/** ` 1 [x] outline · by 2026-03-06 · 2h  (3f2a9c)`: the number names it in commands. */
function subgoalText(subgoal: Subgoal, index: number): string {
  const { doneAt, title, targetDate, trackedSeconds, id } = subgoal
  const more = [
    ...(targetDate === null ? [] : [`by ${targetDate}`]),
    ...(trackedSeconds === 0 ? [] : [formatDuration(trackedSeconds)]),
  ]
  return `${String(index + 1).padStart(2)} [${doneAt === null ? ' ' : 'x'}] ${[safeLine(title), ...more].join(' · ')}  (${shortId(id)})`
}

function byText({ targetDate, pacing }: Goal): string | null {
  if (targetDate === null) return null
  const days = pacing?.daysLeft
  const left =
    days === undefined ? '' : days === 0 ? ', past' : `, ${days} ${days === 1 ? 'day' : 'days'} left`
  return `${weekdayText(targetDate)}${left}`
}

/** `1h 12m a day makes Fri 2026-03-06; 40m a day so far`. */
export function paceText({ pacing, targetDate }: Goal): string | null {
  if (pacing === null || pacing.secondsLeft === null || targetDate === null) return null
  const { secondsPerDay, secondsLeft, trackedSecondsPerDay } = pacing
  const needed =
    secondsPerDay === null
      ? `${formatDuration(secondsLeft)} missing`
      : `${needText(secondsPerDay)} a day makes ${weekdayText(targetDate)}`
  return trackedSecondsPerDay === null
    ? needed
    : `${needed}; ${formatDuration(Math.floor(trackedSecondsPerDay / 60) * 60)} a day so far`
}

function linksText({ projects, tasks, label, labelId }: Goal): string {
  const links = [
    ...projects.map((name) => `project ${name}`),
    ...tasks.map((title) => `task ${title}`),
    ...(labelId === null ? [] : [label === null ? '(removed label)' : `+${label}`]),
  ]
  return links.length === 0 ? 'no time: nothing is linked' : links.join(', ')
}
