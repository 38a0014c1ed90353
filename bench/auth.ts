/**
 * Sign-ins and refreshes through the gateway, on a database that writes durably. What a core can do is told by the
 * processor time that the auth service itself spends, so that it holds on machines of any size; the peers are the bare
 * password hash of Node, and PostgreSQL's own commits of one small row, in the same run.
 */
import { argon2, randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import pg from 'pg'
import { figureOf, percentile } from './measure.ts'
import type { BenchResult } from './result.ts'
import { withStack } from './with-stack.ts'

/** Those who sign in lose their older sessions; others refresh meanwhile and look who they are. */
const signingIn = 4
const refreshing = 16
const seconds = 8
/** Ticks of the processor clock in a second, as /proc counts them. */
const ticks = 100
/** A flood comes from one address, and guesses more often than anybody may. */
const unlimited = { RATE_LIMIT_LOGIN_ADDRESS: '1000000/60' }
const hash = promisify(argon2)
/** Of a flood that is longer than the queue of hashes. */
const atOnce = 500

export const benchAuth = (): Promise<BenchResult> =>
  withStack(async ({ url, databaseUrl, services }) => {
    const auth = services.find(({ name }) => name === 'auth')!
    const cpu = () => cpuSecondsOf(auth.pid()!)
    const accounts = await Promise.all(
      Array.from({ length: signingIn + refreshing }, async () => {
        const person = { email: `${randomUUID()}@example.com`, password: randomUUID() }
        return { person, ...(await post(`${url}/auth/register`, person)) }
      }),
    )
    const onlooker = accounts.at(-1)!
    const bareHash = await cpuOfBareHash()

    const quiet = await latencies(`${url}/auth/me`, onlooker.accessToken, until(4))
    const logins = await spend(
      cpu,
      (account) => post(`${url}/auth/login`, account.person),
      accounts.slice(0, signingIn),
    )
    const loaded = await spend(
      cpu,
      (account) => post(`${url}/auth/login`, account.person),
      accounts.slice(0, signingIn),
      (end) => latencies(`${url}/auth/me`, onlooker.accessToken, end),
    )
    const lag = await lagWhileMany(services.find(({ name }) => name === 'api')!.pid()!)
    const commits = await durableCommits(databaseUrl)
    const refreshes = await spend(
      cpu,
      async (account) => {
        const { refreshToken } = await post(`${url}/auth/refresh`, { refreshToken: account.refreshToken })
        account.refreshToken = refreshToken
      },
      accounts.slice(signingIn),
    )
    const told = (what: string, seen: number, unit: 'ms' | 'times', atMost?: number) => ({
      what,
      seen,
      unit,
      ...(atMost === undefined ? {} : { atMost }),
    })
    return {
      figures: {
        'sign-in': figureOf(logins.times),
        'refresh, 16 at once': figureOf(refreshes.times),
        'durable commit of PostgreSQL, 16 at once': figureOf(commits),
        'GET /auth/me, nothing else': figureOf(quiet),
        'GET /auth/me, while 4 sign in': figureOf(loaded.beside ?? []),
      },
      targets: [
        told('processor of auth per sign-in (15 per second and core)', logins.cpuMs, 'ms', 66.7),
        told('the same, to the bare argon2id 19 MiB t2 p1', logins.cpuMs / bareHash, 'times'),
        told(
          'GET /auth/me p99 while 4 sign in, to nothing else',
          percentile(loaded.beside ?? [], 0.99) / percentile(quiet, 0.99),
          'times',
        ),
        told(`event loop of auth late by (p99), ${atOnce} sign in at once`, lag, 'ms', 50),
        told('processor of auth per refresh (300 per second and core)', refreshes.cpuMs, 'ms', 3.33),
        told(
          'refresh to a durable commit of PostgreSQL (median)',
          figureOf(refreshes.times).median / figureOf(commits).median,
          'times',
        ),
      ],
    }
  }, unlimited)

interface Account {
  readonly person: { readonly email: string; readonly password: string }
  readonly accessToken: string
  refreshToken: string
}
interface Spent {
  readonly times: number[]
  readonly cpuMs: number
  readonly beside: number[] | undefined
}

const until = (duration: number) => {
  const end = performance.now() + duration * 1000
  return () => performance.now() >= end
}

/** Everybody does it again and again for a while; `beside` runs meanwhile. */
async function spend(
  cpu: () => number,
  work: (account: Account) => Promise<unknown>,
  accounts: readonly Account[],
  beside?: (isOver: () => boolean) => Promise<number[]>,
): Promise<Spent> {
  for (const account of accounts) await work(account)
  const isOver = until(seconds)
  const times: number[] = []
  const before = cpu()
  const besides = beside?.(isOver)
  await Promise.all(
    accounts.map(async (account) => {
      while (!isOver()) {
        const began = performance.now()
        await work(account)
        times.push(performance.now() - began)
      }
    }),
  )
  const cpuMs = ((cpu() - before) * 1000) / times.length
  return { times, cpuMs, beside: await besides }
}

async function latencies(url: string, token: string, isOver: () => boolean): Promise<number[]> {
  const times: number[] = []
  while (!isOver()) {
    const began = performance.now()
    const answer = await fetch(url, { headers: { Authorization: `Bearer ${token}` } })
    await answer.text()
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
    times.push(performance.now() - began)
  }
  return times
}

async function post(url: string, body: object): Promise<{ accessToken: string; refreshToken: string }> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as { accessToken: string; refreshToken: string }
}

/** Milliseconds of the processor for one hash as the service makes them. */
async function cpuOfBareHash(): Promise<number> {
  const parameters = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 }
  const once = () =>
    hash('argon2id', { ...parameters, message: Buffer.from(randomUUID()), nonce: randomBytes(16) })
  await once()
  const before = process.cpuUsage()
  for (let count = 0; count < 30; count += 1) await once()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / 30
}

/** Milliseconds that the event loop of auth was late while many who nobody knows sign in; `gatewayPid` was told where it is. */
async function lagWhileMany(gatewayPid: number): Promise<number> {
  const environment = readFileSync(`/proc/${gatewayPid}/environ`, 'latin1').split('\0')
  const told = (name: string) =>
    environment.find((line) => line.startsWith(`${name}=`))!.slice(name.length + 1)
  // The figure is that of the time since it was read last.
  const lagMs = async () => {
    const text = await (await fetch(`${told('AUTH_INTERNAL_URL')}/metrics`)).text()
    return Number(/^nodejs_eventloop_lag_p99_seconds(?:\{[^}]*\})? (\S+)$/m.exec(text)?.[1]) * 1000
  }
  await lagMs()
  const answers = await Promise.all(
    Array.from({ length: atOnce }, async () => {
      const answer = await fetch(`${told('AUTH_URL')}/auth/login`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ email: `${randomUUID()}@example.com`, password: randomUUID() }),
      })
      await answer.text()
      return answer.status
    }),
  )
  if (
    !answers.includes(401) ||
    !answers.includes(503) ||
    answers.some((status) => ![401, 503].includes(status))
  )
    throw new Error(`a flood of sign-ins was answered ${[...new Set(answers)].join(', ')}`)
  return lagMs()
}

async function durableCommits(databaseUrl: string): Promise<number[]> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: refreshing })
  await pool.query('create table if not exists bench_commits (id uuid primary key, hash bytea)')
  const isOver = until(3)
  const times: number[] = []
  const one = async () => {
    while (!isOver()) {
      const began = performance.now()
      await pool.query('insert into bench_commits values ($1, $2)', [randomUUID(), randomBytes(32)])
      times.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: refreshing }, one))
  await pool.query('drop table bench_commits')
  await pool.end()
  return times
}

/** User and system time of a process, in seconds. */
function cpuSecondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticks
}
