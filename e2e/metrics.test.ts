/** What the three services tell of themselves, as processes: series and log lines. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serviceNames, startObservedStack } from './observed.ts'
import type { ObservedStack, ServiceName } from './observed.ts'
import { root, script } from './stack.ts'

const email = 'somebody.secret@example.org'
const password = 'a long enough passphrase'
let stack: ObservedStack
/** Whatever must be seen nowhere. */
const secrets: string[] = [email, 'somebody.secret', password]

beforeAll(async () => {
  stack = await startObservedStack()
  const anybody = script(stack.url, '')
  const call = async (token: string, ...request: Parameters<typeof anybody>) => {
    const headers = { ...(token === '' ? { Authorization: '' } : {}), ...request[3] }
    return script(stack.url, token)(request[0], request[1], request[2], headers)
  }
  interface Grant {
    readonly accessToken: string
    readonly refreshToken: string
  }
  const granted = async (answer: Promise<Response>) => (await (await answer).json()) as Grant
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(stack.url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const registered = await granted(post('/auth/register', { email, password }))
  secrets.push(registered.accessToken, registered.refreshToken)
  await post('/auth/login', { email, password: 'not my passphrase' })
  secrets.push('not my passphrase')
  const signedIn = await granted(post('/auth/login', { email, password }))
  secrets.push(signedIn.accessToken, signedIn.refreshToken)
  const refreshed = await granted(post('/auth/refresh', { refreshToken: signedIn.refreshToken }))
  secrets.push(refreshed.accessToken, refreshed.refreshToken)
  const token = refreshed.accessToken
  const made = await call(token, 'POST', '/auth/tokens', { name: 'a script' })
  secrets.push(String(made.body?.['token']))
  await call(String(made.body?.['token']), 'GET', '/v1/timer')
  const key = { 'Idempotency-Key': 'a-key-of-mine' }
  await call(token, 'POST', '/v1/tasks', { title: 'a private title' }, key)
  await call(token, 'POST', '/v1/tasks', { title: 'a private title' }, key)
  await call(token, 'POST', '/v1/tasks', { title: 'another private title' }, key)
  secrets.push('private title', 'a-key-of-mine')
  for (const path of ['/v1/dashboard', '/v1/reports/overview', '/v1/planner/overview'])
    await call(token, 'GET', path)
  await post('/auth/password/forgot', { email })
  await post('/auth/logout', {}, { Authorization: `Bearer ${registered.accessToken}` })
  // What only a careless caller does: secrets in the address.
  await fetch(`${stack.url}/v1/timer?access_token=${token}&email=${email}`)
  await fetch(`${stack.url}/somewhere/${token}/${email}`)
})
afterAll(() => stack?.stop())

interface Series {
  readonly kind: string
  readonly labels: readonly string[]
}
type Told = Readonly<Record<string, Series>>

/** The rows of the page: `| series | kind | labels | of |`. */
function documented(service: ServiceName): Told {
  const page = readFileSync(join(root, 'docs/metrics.md'), 'utf8')
  const rows = [...page.matchAll(/^\| `(goalixa_\w+)` +\| (\w+) +\| ([\w, ]*?) *\| ([\w, ]+?) *\|$/gm)]
  return Object.fromEntries(
    rows
      .filter(([, , , , of]) => of === 'all' || of!.split(', ').includes(service))
      .map(([, name, kind, labels]) => [
        name!,
        { kind: kind!, labels: labels === '' ? [] : labels!.split(', ').toSorted() },
      ]),
  )
}

/** Series that a quiet stack has nothing to say of: their labels are not seen. */
const silent = new Set([
  'goalixa_rate_limited_total',
  'goalixa_gateway_upstream_errors_total',
  'goalixa_gateway_retries_total',
  'goalixa_gateway_shed_total',
  'goalixa_gateway_coalesced_total',
  'goalixa_gateway_config_reloads_total',
  'goalixa_webhook_deliveries_total',
])

function seen(text: string): { told: Told; samples: ReadonlySet<string> } {
  const kinds = [...text.matchAll(/^# TYPE (goalixa_\w+) (\w+)$/gm)]
  const samples = new Set<string>()
  const told = kinds.map(([, name, kind]) => {
    const lines = [...text.matchAll(new RegExp(`^${name}(?:_bucket|_sum|_count)?\\{(.*)\\} `, 'gm'))]
    if (lines.length > 0) samples.add(name!)
    const labels = lines.flatMap(([, inside]) => [...inside!.matchAll(/(\w+)="/g)].map(([, label]) => label!))
    const own = [...new Set(labels)].filter((label) => label !== 'le' && label !== 'service').toSorted()
    return [name!, { kind: kind!, labels: own }] as const
  })
  return { told: Object.fromEntries(told), samples }
}

const samplesOfAuth = async () => seen(await stack.metricsOf('auth')).samples

describe('metrics', () => {
  test.each(serviceNames)('the series of %s are those of the page, with its labels', async (service) => {
    // The letter is written after the answer.
    if (service === 'auth')
      await expect.poll(samplesOfAuth, { timeout: 30_000 }).toContain('goalixa_auth_mail_total')
    const expected = documented(service)
    const { told, samples } = seen(await stack.metricsOf(service))
    expect(Object.keys(told).toSorted()).toEqual(Object.keys(expected).toSorted())
    for (const [name, { kind, labels }] of Object.entries(expected)) {
      expect([name, told[name]!.kind]).toEqual([name, kind])
      if (samples.has(name)) expect([name, told[name]!.labels]).toEqual([name, labels])
      else expect(silent, `${name} says nothing`).toContain(name)
    }
  })

  test('they say what happened', async () => {
    const [api, auth, app] = await Promise.all(serviceNames.map(stack.metricsOf))
    const value = (text: string, line: RegExp) => Number(line.exec(text)?.[1])
    expect(value(auth!, /^goalixa_auth_logins_total\{method="password",outcome="failure".*\} (\d+)$/m)).toBe(
      1,
    )
    expect(value(auth!, /^goalixa_auth_logins_total\{method="password",outcome="success".*\} (\d+)$/m)).toBe(
      2,
    )
    for (const outcome of ['stored', 'replayed', 'reused'])
      expect(
        value(app!, new RegExp(`^goalixa_idempotency_total\\{outcome="${outcome}".*\\} (\\d+)$`, 'm')),
      ).toBe(1)
    expect(value(api!, /^goalixa_denylist_age_seconds\{.*\} ([\d.e-]+)$/m)).toBeLessThan(5)
    expect(
      value(api!, /^goalixa_gateway_rejected_total\{reason="auth.required".*\} (\d+)$/m),
    ).toBeGreaterThan(0)
    expect(value(api!, /^goalixa_http_requests_in_flight\{.*\} (\d+)$/m)).toBe(0)
    expect(value(api!, /^goalixa_gateway_open_connections\{kind="upstream".*\} (\d+)$/m)).toBeGreaterThan(0)
  })

  test('objectives name series that there are', async () => {
    const page = readFileSync(join(root, 'docs/slo.md'), 'utf8')
    const all = serviceNames.flatMap((service) => Object.keys(documented(service)))
    const named = [...page.matchAll(/`(goalixa_\w+|…_\w+)/g)].map(([, name]) =>
      name!.replace(/^…/, 'goalixa_gateway'),
    )
    expect(named.length).toBeGreaterThan(8)
    for (const name of named) expect(all).toContain(name.replace(/_(count|bucket|sum)$/, ''))
    const routes = [...page.matchAll(/^\| `[A-Z]+ \/\S+` +\| `([\w.]+)`/gm)].map(([, id]) => id!)
    const { routeTable } = await import('@goalixa/contracts/routes')
    expect(routes.length).toBeGreaterThan(8)
    for (const id of routes) expect(routeTable.map((route) => route.id)).toContain(id)
  })

  test('SEC-126: they are not on the public port', async () => {
    expect((await fetch(`${stack.url}/metrics`)).status).toBe(404)
  })
})

describe('logs', () => {
  test('SEC-126: neither logs nor metrics hold a secret or a mail address', async () => {
    for (const service of serviceNames) {
      const told = stack.logText(service) + (await stack.metricsOf(service))
      expect(told.length).toBeGreaterThan(1_000)
      for (const secret of secrets) {
        expect(secret.length).toBeGreaterThan(8)
        expect(told.includes(secret), `${service} tells ${secret.slice(0, 6)}…`).toBe(false)
      }
      expect(told).not.toMatch(/[\w.]@[\w]+\.\w/)
      // Parts of tokens: the head of a JWT, and the prefix of a personal token.
      expect(told).not.toMatch(/eyJ[\w-]{10}|glx_pat_/)
    }
  })

  test.each([
    ['a line of its own', `a"}\\n{"level":"fatal","msg":"forged"}`],
    ['markup', '<script>alert(1)</script>'],
    ['65 characters', 'x'.repeat(65)],
    ['an @', 'somebody@example.org'],
    ['a blank', 'two words'],
  ])('SEC-109: a request id with %s is replaced before it is logged', async (_, id) => {
    const answer = await fetch(`${stack.url}/v1/nothing`, { headers: { 'X-Request-Id': id } })
    const own = answer.headers.get('x-request-id')!
    expect(own).toMatch(/^[0-9a-f-]{36}$/)
    await expect.poll(() => stack.logLines('api').some(({ requestId }) => requestId === own)).toBe(true)
    expect(stack.logText('api')).not.toContain(id)
    expect(stack.logText('api')).not.toContain('forged')
  })

  test('SEC-109: one that is good is in the lines of every service that was asked', async () => {
    const id = 'mine_and-good-1'
    await fetch(`${stack.url}/auth/me`, { headers: { 'X-Request-Id': id, Authorization: 'Bearer nonsense' } })
    await fetch(`${stack.url}/auth/login`, {
      method: 'POST',
      headers: { 'X-Request-Id': id, 'Content-Type': 'application/json' },
      body: JSON.stringify({ email, password: 'wrong again' }),
    })
    for (const service of ['api', 'auth'] as const)
      await expect.poll(() => stack.logLines(service).some(({ requestId }) => requestId === id)).toBe(true)
  })

  test('SEC-126: what callers choose makes no line: every line is one JSON document of ours', async () => {
    for (const inside of ['%0a{"level":"fatal"}', '%0d%0aforged', '%1b[31m'])
      await fetch(`${stack.url}/v1/tasks/${inside}`, { headers: { 'User-Agent': 'an agent {"a":1}' } })
    for (const service of serviceNames) {
      const lines = stack.logLines(service)
      expect(lines.length).toBeGreaterThan(3)
      for (const line of lines)
        expect([service, line['service'], typeof line['level']]).toEqual([service, service, 'string'])
      expect(lines.filter(({ level }) => level === 'fatal')).toEqual([])
      expect(stack.logText(service)).not.toMatch(/forged|\u001b|an agent/)
    }
  })

  test('SEC-126 REG-B14: labels stay the same however many paths are tried', async () => {
    // What Node tells of itself is named by what it does at the moment: kinds of collections, of open handles.
    const series = async () =>
      (await stack.metricsOf('api'))
        .split('\n')
        .filter((line) => !/^(?:#|nodejs_|process_|$)/.test(line))
        .map((line) => line.replace(/ \S+$/, ''))
    const wander = async (from: number, to: number) => {
      for (let n = from; n < to; n += 50) {
        const paths = Array.from(
          { length: 50 },
          (_, m) => `/${m % 2 === 0 ? 'v1' : 'x'}/p${n + m}/${(n + m) * 7919}`,
        )
        await Promise.all(paths.map(async (path) => (await fetch(stack.url + path)).arrayBuffer()))
      }
    }
    await wander(0, 100)
    const before = await series()
    await wander(100, process.env['SOAK'] === '1' ? 100_000 : 2_000)
    expect(await series()).toEqual(before)
  })
})
