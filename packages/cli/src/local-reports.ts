import { summarise } from '@goalixa/replica/queries/reports'
import type { LocalParts } from './local-rows.ts'
import { readReportQuery } from './plain-input.ts'
import type { Store } from './store.ts'

export const createLocalReports = ({ withReplica }: LocalParts): Store['reports'] => ({
  summary: async (given) => {
    const query = await readReportQuery(given)
    return withReplica(
      (replica) =>
        replica.read((reader) => summarise(reader, { userId: replica.userId, nowMs: replica.now() }, query)),
      'fresh',
    )
  },
})
