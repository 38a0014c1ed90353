import type { WeeklyReport } from '@goalixa/contracts/reports'
import { listProjects, listTasks } from '@goalixa/replica/queries/lists'
import { readWeekly } from '@goalixa/replica/queries/reports'
import { weekOf, weekStart, zone } from '../../store/dates.ts'
import type { Query } from '../../store/store.ts'

export type By = 'project' | 'task'
interface Owner {
  readonly id: string
  readonly name: string
}
export interface Sheet {
  readonly report: WeeklyReport
  /** What a row can be added for: projects, or open tasks. */
  readonly owners: readonly Owner[]
}

/** The grid of a week, as `goalixa report weekly` has it. */
export const readSheet =
  (by: By, week: string | undefined): Query<Sheet> =>
  async (reader, asking) => {
    const days = weekOf(week ?? asking.nowMs)
    const report = await readWeekly(reader, asking, { ...days, by, zone: zone(), weekStart: weekStart() })
    if (by === 'project') {
      const { items } = await listProjects(reader, asking, { archived: false, limit: 500 })
      return { report, owners: items }
    }
    const { items } = await listTasks(reader, asking, { status: ['open'], limit: 500 })
    return { report, owners: items.map(({ id, title }) => ({ id, name: title })) }
  }
