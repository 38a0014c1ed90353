/** The kinds of reports: what each asks the store for. */
import type { AnyReport } from './report-documents.ts'
import { UsageError } from './failure.ts'
import type { Store } from './store.ts'

export const reportKinds = ['summary', 'detailed', 'weekly', 'hours', 'goals', 'habits'] as const
export type ReportKind = (typeof reportKinds)[number]

/** `report detailed last week` says the same as `report last week --as detailed`. Throws when the two differ. */
export function kindOf(
  words: readonly string[],
  as: ReportKind | undefined,
): { kind: ReportKind; days: string } {
  const first = reportKinds.find((kind) => kind === words[0]?.toLowerCase())
  if (first !== undefined && as !== undefined && first !== as)
    throw new UsageError(`Either ${first} or --as ${as}`, `goalixa report ${first}`)
  return { kind: first ?? as ?? 'summary', days: words.slice(first === undefined ? 0 : 1).join(' ') }
}

interface ReportAsked {
  readonly from: string
  readonly to: string
  readonly zone: string
  readonly weekStart: number | undefined
  readonly project: string | undefined
  readonly label: string[] | undefined
  readonly task: string | undefined
  readonly billable: string | undefined
  readonly filter: string | undefined
}

type SummaryAsked = Pick<Parameters<Store['reports']['summary']>[0], 'by' | 'compare'>

/** Throws `UsageError` where a grouping does not go with the kind. */
export async function loadReport(
  store: Store,
  kind: ReportKind,
  asked: ReportAsked,
  { by, compare }: SummaryAsked,
): Promise<AnyReport> {
  if (kind !== 'summary' && compare !== undefined)
    throw new UsageError(`--compare goes with a summary, not with ${kind}`, 'goalixa report --compare')
  if (kind === 'summary') return store.reports.summary({ ...asked, by: by ?? 'project', compare })
  if (kind === 'weekly') return store.reports.weekly({ ...asked, by: gridBy(by) })
  if (by !== undefined) throw new UsageError(`--by goes with summary or weekly, not with ${kind}`)
  if (kind === 'detailed') return store.reports.detailed(asked)
  if (kind === 'hours') return store.reports.hours(asked)
  if (asked.filter !== undefined)
    throw new UsageError(`A filter chooses entries: it does not go with ${kind}`)
  const { zone, weekStart } = asked
  if (kind === 'goals') {
    const { items } = await store.goals.list({ zone, archived: 'false', limit: 500 })
    return { zone, goals: items }
  }
  return loadHabits(store, asked, { zone, weekStart })
}

function gridBy(by: SummaryAsked['by']): 'client' | 'project' | 'task' | 'label' | undefined {
  if (by === 'day' || by === 'week' || by === 'month')
    throw new UsageError('The columns of a week are its days', 'give --by client, project, task or label')
  return by
}

async function loadHabits(
  store: Store,
  { from, to }: Pick<ReportAsked, 'from' | 'to'>,
  asked: { readonly zone: string; readonly weekStart: number | undefined },
): Promise<AnyReport> {
  const { items } = await store.habits.list({ ...asked, archived: 'false', limit: 500 })
  const habits = await Promise.all(
    items.map(async (habit) => {
      const { weeks } = await store.habits.heatMap(habit.id, asked)
      const days = weeks.flatMap((week) => week.days).filter(({ date }) => date >= from && date < to)
      return { ...habit, days }
    }),
  )
  return { from, to, zone: asked.zone, habits }
}
