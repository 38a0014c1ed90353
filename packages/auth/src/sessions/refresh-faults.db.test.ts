/**
 * Refreshes by chance through every fault there is: a crash before or after the commit, an answer that is lost, a
 * replay, several at once, the end of sessions, clocks that jump. A model of what must come of each step is held
 * against the real service on the real database. Some thousand steps; a million with SOAK=1.
 */
import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '@goalixa/service-kit/db'
import type { Database } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'
import { createTestDatabase } from '@goalixa/service-kit/testing/database'
import type { AccountRow } from '../accounts/account.ts'
import { accountById, insertAccount, lockAccount } from '../accounts/accounts.repository.ts'
import { appendAudit } from '../audit/audit.repository.ts'
import { afterSeconds } from '../instants.ts'
import { createRevocationsService } from '../revocations/revocations.service.ts'
import { deriveSecrets } from '../secrets.ts'
import { createRefresh } from './refresh.service.ts'
import { refreshTokenOf } from './refresh-token.ts'
import { createEndSessions, createSessionsService } from './sessions.service.ts'
import type { IssueGrant } from './sessions.service.ts'

const steps = process.env['SOAK'] === '1' ? 1_000_000 : 1_500
const timeout = process.env['SOAK'] === '1' ? 4 * 3_600_000 : 300_000
const families = 8
const graceSeconds = 30
const caller = { address: null, requestId: null, client: 'api' } as const
class Crash extends Error {}

let database: Database
let drop: () => Promise<void>
beforeAll(async () => {
  const created = await createTestDatabase()
  drop = created.drop
  database = openDatabase({ url: created.url, schema: 'auth', poolSize: 8 })
})
afterAll(async () => {
  await database.close()
  await drop()
})

/** What a client holds and what must be true of its session. */
interface Family {
  sessionId: string
  /** Every token that was given, oldest first; the last one is the newest that the server made. */
  readonly chain: { readonly token: string; spentAt?: Date }[]
  alive: boolean
}
type Fault = 'none' | 'before commit' | 'after commit'

/** The service; the next transaction ends as `fault` says. */
function aService(account: AccountRow, time: { at: Date }) {
  const now = () => time.at
  let fault: Fault = 'none'
  const faulty: Database = {
    ...database,
    async transaction(work) {
      const mine = fault
      fault = 'none'
      const result = await database.transaction(async (tx) => {
        const done = await work(tx)
        if (mine === 'before commit') throw new Crash()
        return done
      })
      if (mine === 'after commit') throw new Crash()
      return result
    },
  }
  const endSessions = createEndSessions(createRevocationsService({ database, now }), now)
  const family = { lockAccount, appendAudit, endSessions, idleSeconds: 14 * 86_400, now, newId: v7 }
  // Nothing here looks at access tokens: a signature for each of a million steps would say nothing more.
  const issue: IssueGrant = async ({ session, refreshSecret, refreshExpiresAt, ...opened }) => ({
    ...opened,
    client: session.client,
    accessToken: session.id,
    accessExpiresAt: refreshExpiresAt,
    expiresIn: 0,
    refreshToken: refreshTokenOf(refreshSecret),
    refreshExpiresAt,
  })
  const secrets = deriveSecrets(randomBytes(48).toString('base64'))
  const onReuse = async () => undefined
  const refresh = createRefresh({ ...family, database: faulty, issue, secrets, graceSeconds, onReuse })
  const sessions = createSessionsService({
    ...family,
    database,
    absoluteSeconds: 3650 * 86_400,
    sessionsPerUser: 1_000,
  })
  return {
    sessions,
    async open(): Promise<Family> {
      const input = { account, client: 'goalixa-cli', device: 'test', amr: ['pwd'], caller } as const
      const { session, refreshSecret } = await database.transaction((tx) => sessions.open(tx, input))
      return { sessionId: session.id, chain: [{ token: refreshTokenOf(refreshSecret) }], alive: true }
    },
    /** The token that it gave; undefined when it said 401. Other failures are thrown. */
    async refresh(token: string, how: Fault = 'none'): Promise<string | undefined> {
      fault = how
      try {
        return (await refresh(token, 'goalixa-cli', caller)).refreshToken
      } catch (error) {
        if ((error as { code?: string }).code === 'auth.session_ended') return undefined
        throw error
      }
    },
  }
}

/** What must come of one presented token, and what is true afterwards: section by section what the design says. */
function expected(family: Family, index: number, at: Date): 'rotated' | 'replayed' | 'refused' {
  const { chain } = family
  const spentAt = chain[index]!.spentAt
  if (!family.alive) return 'refused'
  if (spentAt === undefined) return 'rotated'
  const isParentOfNewest = index === chain.length - 2 && chain.at(-1)!.spentAt === undefined
  if (isParentOfNewest && at < afterSeconds(spentAt, graceSeconds)) return 'replayed'
  family.alive = false
  return 'refused'
}

function take(family: Family, index: number, given: string | undefined, at: Date): void {
  const must = expected(family, index, at)
  const { chain } = family
  if (must === 'refused') return expect(given).toBeUndefined()
  if (must === 'replayed') return expect(given).toBe(chain.at(-1)!.token)
  expect(given).toBeDefined()
  expect(chain.map(({ token }) => token)).not.toContain(given)
  chain[index]!.spentAt = at
  chain.push({ token: given! })
}

/** Numbers that a seed repeats, from 0 to below 1. */
function chanceOf(seed: number) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

test(
  'SEC-019 SEC-020 SEC-025 SEC-026: no fault spends a token twice or loses a session',
  { timeout },
  async () => {
    const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
    const chance = chanceOf(seed)
    const time = { at: new Date() }
    const id = v7()
    await insertAccount(database, { id, email: `${id}@example.org`, passwordHash: null, createdAt: time.at })
    const service = aService((await accountById(database, id))!, time)
    const alive: Family[] = []
    const seen: Record<string, number> = {}
    let everOpened = 0
    const checkStored = async ({ sessionId, chain, alive }: Family) => {
      const stored = await database.row(sql`
      select count(*) as tokens, count(distinct parent_id) as parents,
        (select revoked_at is null from sessions where id = ${sessionId}) as alive
      from refresh_tokens where session_id = ${sessionId}`)
      expect(stored).toEqual({ tokens: chain.length, parents: chain.length - 1, alive })
    }
    for (let step = 0; step < steps; step += 1) {
      while (alive.length < families) {
        alive.push(await service.open())
        everOpened += 1
      }
      const family = alive[Math.floor(chance() * alive.length)]!
      const { chain } = family
      const newest = chain.length - 1
      const kind = chance()
      const note = (what: string) => (seen[what] = (seen[what] ?? 0) + 1)
      try {
        if (kind < 0.3) {
          note('rotate')
          take(family, newest, await service.refresh(chain[newest]!.token), time.at)
        } else if (kind < 0.42) {
          note('crash before the commit')
          await expect(service.refresh(chain[newest]!.token, 'before commit')).rejects.toThrow(Crash)
          // Nothing is consumed: the token is as good as before.
          take(family, newest, await service.refresh(chain[newest]!.token), time.at)
        } else if (kind < 0.56) {
          note('crash after the commit')
          await expect(service.refresh(chain[newest]!.token, 'after commit')).rejects.toThrow(Crash)
          const again = await service.refresh(chain[newest]!.token)
          take(family, newest, again, time.at)
        } else if (kind < 0.7) {
          note('several at once')
          const count = 2 + Math.floor(chance() * 6)
          const all = await Promise.all(
            Array.from({ length: count }, () => service.refresh(chain[newest]!.token)),
          )
          expect(new Set(all).size).toBe(1)
          take(family, newest, all[0], time.at)
        } else if (kind < 0.83) {
          note('replay of an older one')
          const index = Math.max(0, newest - Math.floor(chance() * 3))
          take(family, index, await service.refresh(chain[index]!.token), time.at)
        } else if (kind < 0.95) {
          note('clock')
          // Services differ by up to a minute, and people come back after a while.
          time.at = afterSeconds(time.at, chance() < 0.3 ? -chance() * 2 : chance() * 45)
        } else if (kind < 0.98) {
          note('end of a session in the middle of refreshes')
          const racing = [1, 2, 3].map(() => service.refresh(chain[newest]!.token))
          await Promise.all([...racing, service.sessions.revoke(id, family.sessionId, caller)])
          const given = (await Promise.all(racing)).find((token) => token !== undefined)
          if (given !== undefined) {
            chain[newest]!.spentAt = time.at
            chain.push({ token: given })
          }
          family.alive = false
        } else {
          note('end of all sessions')
          const racing = alive.map((one) => service.refresh(one.chain.at(-1)!.token))
          await service.sessions.revokeAll(id, { caller })
          for (const [index, given] of (await Promise.all(racing)).entries()) {
            const one = alive[index]!
            if (given !== undefined) {
              one.chain.at(-1)!.spentAt = time.at
              one.chain.push({ token: given })
            }
            one.alive = false
          }
        }
        for (const one of alive.filter((other) => !other.alive)) {
          for (const { token } of one.chain.slice(-3)) expect(await service.refresh(token)).toBeUndefined()
          await checkStored(one)
          alive.splice(alive.indexOf(one), 1)
        }
        if (step % 50 === 0) await checkStored(alive[0] ?? (alive[0] = await service.open()))
      } catch (error) {
        throw new Error(`SEED=${seed}, step ${step}, ${JSON.stringify(seen)}`, { cause: error })
      }
    }
    for (const one of alive) await checkStored(one)
    for (const one of alive) {
      // Nobody whom nothing ended is out.
      expect(await service.refresh(one.chain.at(-1)!.token)).toBeDefined()
    }
    expect(Object.keys(seen)).toHaveLength(8)
    expect(everOpened).toBeGreaterThan(families)
  },
)
