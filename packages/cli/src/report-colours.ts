/** Colours of the clients, projects or labels that a report is grouped by. */
import type { AnyReport } from './report-documents.ts'
import type { Store } from './store.ts'

/** By the key of their group; empty for reports of anything else. */
export async function groupColours(
  store: Pick<Store, 'clients' | 'projects' | 'labels'>,
  report: AnyReport,
): Promise<ReadonlyMap<string, string | null>> {
  const by = 'by' in report ? report.by : undefined
  const kind = ({ client: 'clients', project: 'projects', label: 'labels' } as const)[by as 'client']
  if (kind === undefined) return new Map()
  const { items } = await store[kind].list({ limit: 500 })
  return new Map(items.map(({ id, colour }) => [id, colour]))
}
