/**
 * A total is the same wherever it is shown: what the browser paints, what the command's reports say and what the server
 * answers, for random histories in all time zones, around changes of the clock, with a timer that runs.
 */
import type { Browser, Frame } from 'playwright-core'
import { reportGroupings } from '@goalixa/contracts/report-groupings'
import type { Report, ReportTotals, WeeklyReport } from '@goalixa/contracts/reports'
import { toInstantText } from '@goalixa/domain/calendar'
import { historyOf } from '@goalixa/domain/testing-report-histories'
import type { ReportHistory } from '@goalixa/domain/testing-report-histories'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLocalStore } from '../packages/cli/src/local-store.ts'
import type { Store } from '../packages/cli/src/store.ts'
import { hasChromium, openPage, startChromium } from './browser.ts'
import type { WatchedPage } from './browser.ts'
import { withStore } from './local-files.ts'
import { script, signedInUser, startTestStack } from './stack.ts'
import type { SignedInUser, TestStack } from './stack.ts'

const count = Number(process.env['WEB_TOTALS_HISTORIES'] ?? 100)
/** Long over, so that a running entry counts the same whenever somebody asks. */
const past = '2026-01-01'

interface Asked {
  readonly text: string
  readonly history: ReportHistory
  readonly seed: number
}

/** Each entry carries the text of its history; one timer of them all runs. */
const histories: readonly Asked[] = Array.from({ length: count * 2 }, (_, seed) => ({
  seed,
  history: historyOf(seed),
}))
  .filter(({ history }) => history.to < past)
  .slice(0, count)
  .map((one, at) => ({ ...one, text: `h${String(at).padStart(4, '0')}` }))

const now = Math.floor(Date.now() / 1000)
const runs = histories.findLastIndex(({ history }) => history.entries.some(({ end }) => end === null))

/** What every place says: the lines of the totals, and one number for each group. */
interface Said {
  readonly totals: Pick<
    ReportTotals,
    'wallClockSeconds' | 'attributedSeconds' | 'overlapSeconds' | 'untimedSeconds' | 'untaggedSeconds'
  >
  readonly groups: Readonly<Record<string, readonly number[]>>
}

const totalsOf = (totals: ReportTotals): Said['totals'] => ({
  wallClockSeconds: totals.wallClockSeconds,
  attributedSeconds: totals.attributedSeconds,
  overlapSeconds: totals.overlapSeconds,
  untimedSeconds: totals.untimedSeconds,
  untaggedSeconds: totals.untaggedSeconds,
})
const ofSummary = ({ totals, groups }: Report): Said => ({
  totals: totalsOf(totals),
  groups: Object.fromEntries(groups.map(({ key, seconds }) => [key ?? '', [seconds]])),
})
const ofWeekly = ({ totals, groups }: WeeklyReport): Said => ({
  totals: totalsOf(totals),
  groups: Object.fromEntries(
    groups.map(({ key, daySeconds, seconds }) => [key ?? '', [...daySeconds, seconds]]),
  ),
})

/** Of a page without time nothing is painted but that there is none. */
const painted = `(() => {
  const seconds = (row) => [...row.querySelectorAll('td [data-seconds]')].map((one) => Number(one.dataset.seconds))
  const line = (name) => {
    const row = document.querySelector('[aria-labelledby=reconcile] [data-line="' + name + '"]')
    return row === null ? 0 : seconds(row)[0]
  }
  return {
    isEmpty: document.querySelector('[data-empty]') !== null,
    lines: Object.fromEntries(['all', 'overlap', 'untimed', 'clock', 'unlabelled'].map((name) => [name, line(name)])),
    groups: Object.fromEntries([...document.querySelectorAll('[data-group]')].map((row) => [row.dataset.group, seconds(row)])),
  }
})()`

describe.skipIf(!hasChromium)('totals in the browser', () => {
  let browser: Browser
  let stack: TestStack
  let user: SignedInUser
  let watched: WatchedPage
  let frame: Frame
  let call: ReturnType<typeof script>

  beforeAll(async () => {
    ;[browser, stack] = await Promise.all([startChromium(), startTestStack()])
    user = await signedInUser(stack.url)
    const { token } = await user.json<{ token: string }>('auth', 'token', 'create', '--name', 'script')
    call = script(stack.url, token)
    await user.json('sync')
    await inStore(writeAll)
    await user.json('sync')
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await Promise.all([stack?.stop(), user?.leave()])
  })

  /** What the command uses, over the person's own store. */
  const inStore = <Result>(work: (store: Store) => Promise<Result>): Promise<Result> =>
    withStore(user, (replica) =>
      work(
        createLocalStore({
          ...({} as Store),
          withReplica: (act) => act(replica),
          syncNow: () => Promise.resolve(),
          syncQuietly: () => Promise.resolve(),
          ids: async () => (await import('uuid')).v7,
        }),
      ),
    )

  it(`says of ${count} histories what the command and the server say`, { timeout: 120_000 }, async () => {
    watched = await openPage(browser, { viewport: { width: 1280, height: 900 } })
    const inner = watched.page.frameLocator('iframe')
    await watched.page.goto(`${stack.url}/app/#/reports`)
    await inner.getByLabel('Email').fill(user.email)
    await inner.getByLabel('Password').fill(user.password)
    await inner.getByLabel('Password').press('Enter')
    await inner.getByRole('heading', { name: 'Reports' }).waitFor({ timeout: 30_000 })
    frame = watched.page.frames().find((one) => one.url().includes('/app/app.html'))!
    let seen = 0
    await inStore(async (store) => {
      for (const asked of histories) {
        const { form, said, query } = await commandSays(store, asked)
        const server = await call('GET', `/v1/reports/${form}?${query}`)
        const document = server.body as unknown
        expect(
          form === 'summary' ? ofSummary(document as Report) : ofWeekly(document as WeeklyReport),
          asked.text,
        ).toEqual(said)
        const shown = await browserSays(
          asked.text,
          `${query}&form=${form}&round=none`.replace('weekStart=', 'week='),
        )
        expect(shown, `${asked.text} ${query}`).toEqual(said)
        seen += Number(said.totals.attributedSeconds > 0)
      }
    })
    expect(seen).toBeGreaterThan(count / 2)
    expect(watched.errors).toEqual([])
  })

  async function commandSays(store: Store, { text, history, seed }: Asked) {
    const { from, to, zone, weekStart } = history
    const isWeek = Temporal.PlainDate.from(from).until(to).days <= 7 && seed % 2 === 1
    const groupings = isWeek ? (['project', 'client', 'task', 'label'] as const) : reportGroupings
    const by = groupings[Math.floor(seed / 2) % groupings.length]!
    const filter = `description:${text}`
    const form = isWeek ? 'weekly' : 'summary'
    const query = new URLSearchParams({ from, to, by, filter, zone, weekStart: String(weekStart) }).toString()
    const asked = { from, to, zone, weekStart, filter }
    const said = isWeek
      ? ofWeekly(await store.reports.weekly({ ...asked, by: by as 'project' }))
      : ofSummary(await store.reports.summary({ ...asked, by }))
    return { form, said, query } as const
  }

  async function browserSays(text: string, query: string): Promise<Said> {
    await watched.page.evaluate(`location.hash = ${JSON.stringify(`#/reports?${query}`)}`)
    await frame.waitForSelector(`[data-answers*="${text}"][aria-busy=false]`, { state: 'attached' })
    const { isEmpty, lines, groups } = await frame.evaluate<{
      isEmpty: boolean
      lines: Record<string, number>
      groups: Record<string, number[]>
    }>(painted)
    if (isEmpty) expect(groups).toEqual({})
    return {
      totals: {
        wallClockSeconds: lines['clock']!,
        attributedSeconds: lines['all']!,
        overlapSeconds: lines['overlap']!,
        untimedSeconds: lines['untimed']!,
        untaggedSeconds: lines['unlabelled']!,
      },
      groups: Object.fromEntries(
        Object.entries(groups).map(([key, seconds]) => [
          key,
          query.includes('form=weekly') ? seconds : seconds.slice(0, 1),
        ]),
      ),
    }
  }
})

const names = (labels: readonly number[]) => labels.map((label) => `l${label}`)

async function writeAll(store: Store): Promise<void> {
  for (const name of ['first', 'second']) await store.clients.create({ name })
  // Labels of projects and tasks come from the first history: all share them, and few rows are made.
  const { projectLabels, taskLabels } = histories[0]!.history
  for (const [at, labels] of projectLabels.entries())
    await store.projects.create({
      name: `p${at}`,
      labels: names(labels),
      ...(at === 2 ? {} : { client: ['first', 'second'][at]! }),
    })
  const tasks: string[] = []
  for (const [at, labels] of taskLabels.entries())
    tasks.push((await store.tasks.create({ title: `t${at}`, labels: names(labels) })).id)
  for (const [at, { text, history }] of histories.entries()) {
    let mayRun = at === runs
    for (const { start, end, task, project, labels, billable } of history.entries) {
      const isRunning = end === null && mayRun && start < now
      if (isRunning) mayRun = false
      const until = Math.max(start, end ?? history.asOf)
      if (until > now) continue
      await store.timeEntries.create({
        description: text,
        start: toInstantText(start),
        end: isRunning ? null : toInstantText(until),
        labels: names(labels),
        taskId: task === null ? null : tasks[task]!,
        project: project === null ? null : `p${project}`,
        billable,
      })
    }
    for (const { date, seconds, task, project, labels, billable } of history.untimed)
      await store.timeEntries.create({
        description: text,
        date,
        durationSeconds: seconds,
        labels: names(labels),
        taskId: task === null ? null : tasks[task]!,
        project: project === null ? null : `p${project}`,
        billable,
      })
  }
}
