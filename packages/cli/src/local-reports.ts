import type { ReplicaReader } from '@goalixa/replica/storage'
import type { Asking } from '@goalixa/replica/queries/lists'
import { readDetailed, readHours, readWeekly, summarise } from '@goalixa/replica/queries/reports'
import type { LocalParts } from './local-rows.ts'
import { askingOf } from './local-rows.ts'
import { readReportQuery } from './plain-input.ts'
import { readQuery } from './read-input.ts'
import type { Store } from './store.ts'

export function createLocalReports({ withReplica }: LocalParts): Store['reports'] {
  const answer = <Query, Document>(
    read: (reader: ReplicaReader, asking: Asking, query: Query) => Promise<Document>,
    query: Query,
  ) => withReplica((replica) => replica.read((reader) => read(reader, askingOf(replica), query)), 'fresh')
  const routes = async () => (await import('@goalixa/contracts/reports')).reportRoutes
  return {
    summary: async (given) => answer(summarise, await readReportQuery(given)),
    detailed: async (given) => answer(readDetailed, readQuery((await routes()).detailed.query, given)),
    weekly: async (given) => answer(readWeekly, readQuery((await routes()).weekly.query, given)),
    hours: async (given) => answer(readHours, readQuery((await routes()).hours.query, given)),
  }
}
