/** The database dies in the middle of a refresh, as hard as it can. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '@goalixa/service-kit/db'
import { startEmbeddedPostgres } from '@goalixa/service-kit/embedded-postgres'
import { sql } from '@goalixa/service-kit/sql'
import { startAuthForTests } from '../testing.ts'
import { get, post, register, sidOf } from '../testing-requests.ts'

test(
  'SEC-025 REG-B4: PostgreSQL killed between consume and commit: 503, and the token works afterwards',
  { timeout: 120_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'goalixa-crash-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    let postgres = await startEmbeddedPostgres({ folder, durable: true })
    onTestFinished(() => postgres.stop())
    const databaseUrl = postgres.url
    const port = Number(new URL(databaseUrl).port)
    const auth = await startAuthForTests({ databaseUrl })
    onTestFinished(auth.close)
    const { accessToken, refreshToken } = await register(auth.url)

    // The child waits for a lock that this test holds: the parent is consumed by then, and nothing is committed.
    const database = openDatabase({ url: databaseUrl, schema: 'auth', poolSize: 2 })
    onTestFinished(() => database.close())
    await database.rows(sql`
    create function wait_for_test() returns trigger language plpgsql as
    $$ begin perform pg_advisory_xact_lock(4711); return new; end $$`)
    await database.rows(sql`
    create trigger wait_for_test before insert on refresh_tokens
    for each row when (new.parent_id is not null) execute function wait_for_test()`)
    let broken: ReturnType<typeof refresh> | undefined
    const refresh = () => post(`${auth.url}/auth/refresh`, { body: { refreshToken } })
    await database
      .transaction(async (tx) => {
        await tx.rows(sql`select pg_advisory_xact_lock(4711)`)
        broken = refresh()
        const waiting = sql`select from pg_stat_activity where wait_event = 'advisory'`
        while ((await tx.row(waiting)) === undefined) continue
        process.kill(postgres.pid, 'SIGKILL')
        await postgres.exited
      })
      .catch(() => undefined)
    const answer = await broken
    expect([answer?.status, answer?.headers.get('retry-after'), answer?.headers.getSetCookie()]).toEqual([
      503,
      '2',
      [],
    ])
    const away = await get(`${auth.url}/auth/me`, { token: accessToken })
    expect(away.status).toBe(503)

    postgres = await startEmbeddedPostgres({ folder, durable: true, port })
    const recovered = await refresh()
    expect(recovered.status).toBe(200)
    expect(sidOf(recovered.body.accessToken)).toBe(sidOf(accessToken))
    expect((await get(`${auth.url}/auth/me`, { token: accessToken })).status).toBe(200)
    expect(
      await database.row(sql`
    select count(*) as tokens from refresh_tokens where session_id = ${sidOf(accessToken)}`),
    ).toEqual({ tokens: 2 })
  },
)
