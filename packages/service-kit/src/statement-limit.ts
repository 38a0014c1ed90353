/** Statements end when nobody waits for them any more: PostgreSQL itself stops them, also those that wait for a lock. */
import { AppError } from '@goalixa/contracts/errors'
import { timeLeftMs } from './deadline.ts'

/** A connection of the pool. */
interface Connection {
  query(text: string): Promise<unknown>
}

/** Seconds that a statement may take on this connection, where that was said; 0: as long as it likes. */
const limits = new WeakMap<Connection, number>()

/** @throws AppError `service.unavailable` when the request is not waited for any more */
function leftMs(): number | undefined {
  const left = timeLeftMs()
  if (left === 0)
    throw new AppError('service.unavailable', 'the time for this request is over', { retryAfterSeconds: 1 })
  return left
}

/** What begins a transaction with the limit of its request, in one message. @throws AppError as {@link limitStatements} */
export function limitedBegin(client: Connection, begin: string): string {
  const left = leftMs()
  if (left === undefined && (limits.get(client) ?? 0) === 0) return begin
  return `${begin}; set local statement_timeout = ${Math.ceil(left ?? 0)}`
}

/**
 * Limits what the connection does next to the time that its request has left, in whole seconds: requests have mostly
 * the same time, so that this costs a message to the server only now and then.
 * @throws AppError `service.unavailable` when the request is not waited for any more
 */
export async function limitStatements(client: Connection): Promise<void> {
  const seconds = Math.ceil((leftMs() ?? 0) / 1000)
  if ((limits.get(client) ?? 0) === seconds) return
  await client.query(`set statement_timeout = '${seconds}s'`)
  limits.set(client, seconds)
}
