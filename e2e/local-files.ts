/** The files of a person's command, for tests that look into them or harm them. */
import { randomBytes } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openReplica } from '@goalixa/replica/replica'
import type { Replica } from '@goalixa/replica/replica'
import { openSqliteStorage } from '@goalixa/replica/sqlite-storage'
import type { TerminalUser } from './stack.ts'

export const dataFolder = ({ home }: TerminalUser) => join(home, '.local/share/goalixa')
const sessionFile = ({ home }: TerminalUser) => join(home, '.config/goalixa/session.json')

/** The local store; none of the files beside it. */
export async function storeFile(user: TerminalUser): Promise<string> {
  const [name, ...others] = (await readdir(dataFolder(user))).filter((one) => one.endsWith('.sqlite'))
  if (name === undefined || others.length > 0) throw new Error(`not one store: ${[name, ...others].join()}`)
  return join(dataFolder(user), name)
}

export interface Session {
  account: { id: string; email: string }
  accessToken: string
  refreshToken: string
  expiresAt: number
}

export async function changeSession(
  user: TerminalUser,
  change: (session: Session) => Session,
): Promise<Session> {
  const file = JSON.parse(await readFile(sessionFile(user), 'utf8')) as { sessions: Record<string, Session> }
  const [[url, session]] = Object.entries(file.sessions) as [[string, Session]]
  file.sessions[url] = change(session)
  await writeFile(sessionFile(user), JSON.stringify(file))
  return file.sessions[url]
}

/** Works on the local store as a command does, without any server. */
export async function withStore<Result>(
  user: TerminalUser,
  work: (replica: Replica) => Promise<Result>,
): Promise<Result> {
  const { account } = await changeSession(user, (session) => session)
  const storage = openSqliteStorage({ path: await storeFile(user) })
  const random = (bytes: number) => randomBytes(bytes)
  const replica = await openReplica({ storage, userId: account.id, now: Date.now, random })
  try {
    return await work(replica)
  } finally {
    await replica.close()
  }
}
