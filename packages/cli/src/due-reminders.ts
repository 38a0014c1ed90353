/** What is due at this moment, for a line on the home screen: from the replica, without asking the server. */
import { listReminders } from '@goalixa/replica/queries/reminders'
import type { WithReplica } from './local-rows.ts'

export const dueReminders = (withReplica: WithReplica) =>
  withReplica(
    (replica) =>
      replica.read(
        async (reader) => (await listReminders(reader, replica.now(), { limit: 500, due: true })).items,
      ),
    'at once',
  )
