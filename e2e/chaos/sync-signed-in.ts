/**
 * A terminal that was killed after the server had renewed its sign-in, and before it knew of that, can ask again for
 * half a minute. Where all servers are down for longer its person has to sign in again, as after a theft: that must be
 * the only reason, and nothing that waits may be lost by it.
 */
import { openDatabase } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'
import type { World } from './world.ts'

/** REFRESH_GRACE_SECONDS, unless said otherwise. */
const graceSeconds = 30

/** @throws Error when the terminal cannot sync, or lost its sign-in for another reason */
export async function syncSignedIn({ user, userId, stack }: World): Promise<void> {
  const { code, stdout, stderr } = await user.goalixa(['sync', '--json'])
  if (code === 0) return
  const waited = await secondsUntilReuse(stack.databaseUrl, userId)
  if (waited === undefined || waited < graceSeconds)
    throw new Error(
      `goalixa sync ended with ${code}, ${waited} s after the token was spent: ${stderr || stdout}`,
    )
  const words = ['auth', 'login', '--email', user.email, '--password-stdin']
  const again = await user.goalixa(words, { input: `${user.password}\n` })
  if (again.code !== 0) throw new Error(`signing in again ended with ${again.code}: ${again.stderr}`)
  await user.json('sync')
}

/** Between the last use of the session's tokens and the one that ended it; undefined when none did. */
async function secondsUntilReuse(url: string, userId: string): Promise<number | undefined> {
  const database = openDatabase({ url, schema: 'auth' })
  try {
    const found = await database.row<{ seconds: number }>(sql`
      select extract(epoch from a.at - max(t.consumed_at))::float8 as seconds
      from audit_events a join refresh_tokens t on t.session_id = a.session_id
      where a.user_id = ${userId} and a.event = 'refresh_reuse'
      group by a.at order by a.at desc limit 1`)
    return found?.seconds
  } finally {
    await database.close()
  }
}
