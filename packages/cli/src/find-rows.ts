/**
 * Rows as people name them: the whole id, `@1` for the newest entry, five or more characters of the id's end,
 * a task's title, a project's or label's name. What fits more than one row is refused with the candidates.
 */
import type { CalendarFeed } from '@goalixa/contracts/calendar-feeds'
import { AppError } from '@goalixa/contracts/errors'
import type { ErrorCode } from '@goalixa/contracts/error-catalogue'
import type { Client } from '@goalixa/contracts/clients'
import type { Habit } from '@goalixa/contracts/habits'
import type { Goal, Subgoal } from '@goalixa/contracts/goals'
import type { Label } from '@goalixa/contracts/labels'
import type { DailyTodo } from '@goalixa/contracts/planner'
import type { Reminder } from '@goalixa/contracts/reminders'
import { isId } from '@goalixa/contracts/ids'
import type { Project } from '@goalixa/contracts/projects'
import type { SavedView } from '@goalixa/contracts/saved-views'
import type { Session } from '@goalixa/contracts/sessions'
import type { Task } from '@goalixa/contracts/tasks'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import type { Token } from '@goalixa/contracts/tokens'
import type { WeeklyGoal } from '@goalixa/contracts/weekly-goals'
import type { Webhook } from '@goalixa/contracts/webhooks'
import { UsageError } from './failure.ts'
import { shortId } from './output/ids.ts'
import { safeLine } from './output/safe-text.ts'
import type { Page, Store } from './store.ts'

const isTail = (text: string): boolean => /^[0-9a-f-]{5,36}$/i.test(text)

/** The same name however it was typed. */
const same = (a: string, b: string): boolean =>
  a.normalize('NFC').toLowerCase() === b.normalize('NFC').toLowerCase()

export async function findEntry(store: Pick<Store, 'timeEntries'>, text: string): Promise<TimeEntry> {
  const newest = /^@(\d{1,3})$/.exec(text)?.[1]
  if (newest !== undefined) return nthNewest(store, Number(newest))
  if (isId(text)) return store.timeEntries.get(text.toLowerCase())
  if (!isTail(text))
    throw new UsageError(
      `"${text}" is no time entry`,
      'write @1 for the newest, or 5 or more characters of the end of its id',
    )
  return only(await byTail(store.timeEntries.list, text), {
    text,
    missing: 'time_entries.not_found',
    nameOf: entryName,
  })
}

async function nthNewest(store: Pick<Store, 'timeEntries'>, count: number): Promise<TimeEntry> {
  if (count < 1 || count > 500) throw new UsageError('@1 to @500 are known', 'write the end of its id')
  const { items } = await store.timeEntries.list({ limit: count })
  const entry = items[count - 1]
  if (entry === undefined)
    throw new AppError('time_entries.not_found', `There is no entry @${count}: you have ${items.length}`)
  return entry
}

/** A whole id is asked for as it is; other words cost one list, or two when they look like an id but are a title. */
export async function findTask(
  store: Pick<Store, 'tasks'>,
  text: string,
  { wanted = 'open' }: { readonly wanted?: 'open' | 'done' } = {},
): Promise<Task> {
  if (isId(text)) return store.tasks.get(text.toLowerCase())
  const byId = isTail(text) ? await byTail(store.tasks.list, text) : []
  const found = byId.length > 0 ? byId : (await store.tasks.list({ title: text })).items
  const exact = found.filter((task) => same(task.title, text))
  return only(ofStatus(exact.length > 0 ? exact : found, wanted), {
    text,
    missing: 'tasks.not_found',
    nameOf: (task) => task.title,
  })
}

/** What comes back has one title again and again: the open one is meant, or of those that are done the last. */
function ofStatus(tasks: readonly Task[], wanted: 'open' | 'done'): readonly Task[] {
  const fitting = tasks.length > 1 ? tasks.filter(({ status }) => status === wanted) : []
  if (fitting.length === 0) return tasks
  const latest = (task: Task) => task.completedAt ?? ''
  return wanted === 'open'
    ? fitting
    : fitting.toSorted((a, b) => (latest(a) < latest(b) ? 1 : -1)).slice(0, 1)
}

export const findClient = (store: Pick<Store, 'clients'>, text: string): Promise<Client> =>
  findNamed(store.clients, text, 'clients.not_found')

export const findProject = (store: Pick<Store, 'projects'>, text: string): Promise<Project> =>
  findNamed(store.projects, text, 'projects.not_found')

export const findLabel = (store: Pick<Store, 'labels'>, text: string): Promise<Label> =>
  findNamed(store.labels, text, 'labels.not_found')

export const findSavedView = (store: Pick<Store, 'savedViews'>, text: string): Promise<SavedView> =>
  findNamed(store.savedViews, text, 'saved_views.not_found')

/** Of several habits of one name those that are archived are not meant. */
export async function findHabit(
  { habits }: Pick<Store, 'habits'>,
  text: string,
  asked: { readonly zone: string; readonly weekStart?: number },
): Promise<Habit> {
  if (isId(text)) return habits.get(text.toLowerCase(), asked)
  const list = async (query: { name?: string; idTail?: string; limit?: number }) =>
    (await habits.list({ ...asked, ...query })).items
  const named = await list({ name: text })
  const byId = named.length === 0 && isTail(text) ? await list({ idTail: text.toLowerCase() }) : named
  // Names of habits are few: however the name was typed, it is found among all of them.
  const found =
    byId.length > 0 ? byId : (await list({ limit: 500 })).filter((habit) => same(habit.name, text))
  const active = found.filter((habit) => !habit.archived)
  return only(found.length > 1 && active.length > 0 ? active : found, {
    text,
    missing: 'habits.not_found',
    nameOf: (habit) => habit.name,
  })
}

/** Names of goals are not unique: what fits several is refused. */
export async function findGoal(
  { goals }: Pick<Store, 'goals'>,
  text: string,
  { zone }: { readonly zone: string },
): Promise<Goal> {
  if (isId(text)) return goals.get(text.toLowerCase(), { zone })
  const byId = isTail(text) ? (await goals.list({ idTail: text.toLowerCase(), zone })).items : []
  const found = byId.length > 0 ? byId : (await goals.list({ name: text, zone })).items
  return only(found, { text, missing: 'goals.not_found', nameOf: (goal) => goal.name })
}

/** Of one goal: by its number in the list, its id, the end of it, or its title. */
export function findSubgoal({ subgoals }: Pick<Goal, 'subgoals'>, text: string): Subgoal {
  const numbered = /^[1-9]\d{0,2}$/.test(text) ? subgoals[Number(text) - 1] : undefined
  const titled = subgoals.filter((one) => same(one.title, text))
  const found =
    titled.length > 0 ? titled : subgoals.filter(({ id }) => isTail(text) && id.endsWith(text.toLowerCase()))
  return numbered ?? only(found, { text, missing: 'subgoals.not_found', nameOf: (subgoal) => subgoal.title })
}

/** Titles come again week after week: of several that fit, the one of the week that holds `today` is meant. */
export async function findWeeklyGoal(
  { weeklyGoals }: Pick<Store, 'weeklyGoals'>,
  text: string,
  { today, zone }: { readonly today: string; readonly zone: string },
): Promise<WeeklyGoal> {
  if (isId(text)) return weeklyGoals.get(text.toLowerCase(), { zone })
  const byId = isTail(text) ? (await weeklyGoals.list({ idTail: text.toLowerCase(), zone })).items : []
  const find = async (query: { week?: string }) =>
    (await weeklyGoals.list({ title: text, zone, ...query })).items
  const titled = byId.length > 0 ? byId : await find({})
  const current = titled.length > 1 && byId.length === 0 ? await find({ week: today }) : []
  return only(current.length > 0 ? current : titled, {
    text,
    missing: 'weekly_goals.not_found',
    nameOf: (goal) => `${goal.weekStart}  ${goal.title}`,
  })
}

/** A number is the place in the plan of the day; of several with one title, the one of that day is meant. */
export async function findTodo(
  { planner }: Pick<Store, 'planner'>,
  text: string,
  { date, zone }: { readonly date: string; readonly zone: string },
): Promise<DailyTodo> {
  if (isId(text)) return planner.getTodo(text.toLowerCase())
  if (/^[1-9]\d{0,2}$/.test(text)) {
    const { todos } = await planner.get({ date, zone })
    const todo = todos[Number(text) - 1]
    if (todo !== undefined) return todo
    throw new AppError(
      'daily_todos.not_found',
      `There is no to-do ${text} on ${date}: it has ${todos.length}`,
    )
  }
  const byId = isTail(text) ? (await planner.listTodos({ idTail: text.toLowerCase() })).items : []
  const titled = byId.length > 0 ? byId : (await planner.listTodos({ title: text })).items
  // However it was typed, it is found among those of the day.
  const found =
    titled.length > 0
      ? titled
      : (await planner.listTodos({ date, limit: 500 })).items.filter((todo) => same(todo.title, text))
  const ofDay = found.filter(({ logDate }) => logDate === date)
  return only(ofDay.length > 0 ? ofDay : found, {
    text,
    missing: 'daily_todos.not_found',
    nameOf: (todo) => `${todo.logDate}  ${todo.title}`,
  })
}

export async function findReminder({ reminders }: Pick<Store, 'reminders'>, text: string): Promise<Reminder> {
  if (isId(text)) return reminders.get(text.toLowerCase())
  const byId = isTail(text) ? (await reminders.list({ idTail: text.toLowerCase() })).items : []
  const titled = byId.length > 0 ? byId : (await reminders.list({ title: text })).items
  const found =
    titled.length > 0
      ? titled
      : (await reminders.list({ limit: 500 })).items.filter((reminder) => same(reminder.title, text))
  return only(found, { text, missing: 'reminders.not_found', nameOf: (reminder) => reminder.title })
}

/** Tokens are few: the list is read whole. */
export async function findToken(store: Pick<Store, 'tokens'>, text: string): Promise<Token> {
  const { items } = await store.tokens.list()
  const named = items.filter((token) => same(token.name, text))
  const found =
    named.length > 0 ? named : items.filter((token) => isTail(text) && token.id.endsWith(text.toLowerCase()))
  return only(found, { text, missing: 'tokens.not_found', nameOf: (token) => token.name })
}

/** Feeds are few, as tokens are. */
export async function findCalendarFeed(
  store: Pick<Store, 'calendarFeeds'>,
  text: string,
): Promise<CalendarFeed> {
  const { items } = await store.calendarFeeds.list()
  const named = items.filter((feed) => same(feed.name, text))
  const found =
    named.length > 0 ? named : items.filter((feed) => isTail(text) && feed.id.endsWith(text.toLowerCase()))
  return only(found, { text, missing: 'calendar_feeds.not_found', nameOf: (feed) => feed.name })
}

/** Webhooks are few, too. */
export async function findWebhook(store: Pick<Store, 'webhooks'>, text: string): Promise<Webhook> {
  const { items } = await store.webhooks.list()
  const named = items.filter((webhook) => same(webhook.name, text))
  const found =
    named.length > 0 ? named : items.filter(({ id }) => isTail(text) && id.endsWith(text.toLowerCase()))
  return only(found, { text, missing: 'webhooks.not_found', nameOf: (webhook) => webhook.name })
}

export async function findSession(store: Pick<Store, 'sessions'>, text: string): Promise<Session> {
  const { items } = await store.sessions.list()
  const named = items.filter((session) => same(session.device, text))
  const found =
    named.length > 0
      ? named
      : items.filter((session) => isTail(text) && session.id.endsWith(text.toLowerCase()))
  return only(found, { text, missing: 'sessions.not_found', nameOf: (session) => session.device })
}

interface Named<Row> {
  readonly get: (id: string) => Promise<Row>
  readonly list: (query: { name?: string; idTail?: string }) => Promise<Page<Row>>
}

async function findNamed<Row extends { id: string; name: string }>(
  rows: Named<Row>,
  text: string,
  missing: ErrorCode,
): Promise<Row> {
  if (isId(text)) return rows.get(text.toLowerCase())
  const named = (await rows.list({ name: text })).items
  const exact = named.filter((row) => same(row.name, text))
  const found =
    exact.length > 0 ? exact : named.length === 0 && isTail(text) ? await byTail(rows.list, text) : named
  return only(found, { text, missing, nameOf: (row) => row.name })
}

async function byTail<Row>(
  list: (query: { idTail: string }) => Promise<Page<Row>>,
  text: string,
): Promise<Row[]> {
  return (await list({ idTail: text.toLowerCase() })).items
}

interface Wanted<Row> {
  readonly text: string
  readonly missing: ErrorCode
  readonly nameOf: (row: Row) => string
}

const shown = 8

/** Throws the not-found code for none, `input.ambiguous` with candidates for several. */
function only<Row extends { id: string }>(
  found: readonly Row[],
  { text, missing, nameOf }: Wanted<Row>,
): Row {
  const [row, ...others] = found
  if (row === undefined) throw new AppError(missing, `Nothing is called "${text}"`)
  if (others.length === 0) return row
  const candidates = found.slice(0, shown).map((one) => `  ${shortId(one.id, 12)}  ${safeLine(nameOf(one))}`)
  const more = found.length > shown ? [`  and ${found.length - shown} more`] : []
  throw new AppError(
    'input.ambiguous',
    [`"${text}" fits ${found.length} of them:`, ...candidates, ...more].join('\n'),
    {
      try: 'write more of the end of the id',
    },
  )
}

const entryName = (entry: TimeEntry): string => `${entry.start}  ${entry.description || '(no text)'}`
