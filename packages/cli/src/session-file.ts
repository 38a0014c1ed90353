/** The session file: who is signed in where. One file holds several installations, each under its API URL. */
import { join } from 'node:path'
import type { SessionStore } from '@goalixa/client/signed-in'
import * as z from 'zod'
import { withFileLock } from './file-lock.ts'
import { readPrivateFile, writePrivateFile } from './private-file.ts'

const Stored = z.object({
  account: z.object({ id: z.string(), email: z.string() }),
  accessToken: z.string(),
  refreshToken: z.string(),
  expiresAt: z.number(),
  ended: z.boolean().exactOptional(),
})
const SessionFile = z.object({ version: z.literal(1), sessions: z.record(z.string(), Stored) })
type SessionFile = z.infer<typeof SessionFile>

/** `write` and `clear` read the file first: call them inside `lock`. */
export function createSessionFile(configDir: string, apiUrl: string): SessionStore {
  const path = join(configDir, 'session.json')
  const load = async (): Promise<SessionFile> => parse(await readPrivateFile(path))
  const save = async (sessions: SessionFile['sessions']) => {
    await writePrivateFile(
      path,
      `${JSON.stringify({ version: 1, sessions } satisfies SessionFile, null, 2)}\n`,
    )
  }
  return {
    read: async () => (await load()).sessions[apiUrl],
    write: async (session) => save({ ...(await load()).sessions, [apiUrl]: session }),
    clear: async () => {
      const { [apiUrl]: _, ...others } = (await load()).sessions
      await save(others)
    },
    lock: (run) => withFileLock(join(configDir, 'session.lock'), run),
  }
}

/** A file that cannot be understood counts as signed out: signing in writes a good one. */
function parse(text: string | undefined): SessionFile {
  try {
    const parsed = SessionFile.safeParse(JSON.parse(text ?? ''))
    if (parsed.success) return parsed.data
  } catch {
    // Not JSON.
  }
  return { version: 1, sessions: {} }
}
