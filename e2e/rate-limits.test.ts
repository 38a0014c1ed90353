/** Limits that several instances share: auth twice, the gateway twice, one database, real sockets. */
import { randomBytes, randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { createGateway } from '@goalixa/api/app'
import { apiSettings } from '@goalixa/api/config'
import { startAuthForTests } from '@goalixa/auth/testing'
import { createLogger } from '@goalixa/service-kit/log'
import { createMetrics } from '@goalixa/service-kit/metrics'
import { testDatabase } from '@goalixa/service-kit/testing/database'

const AUTH_SECRET = randomBytes(48).toString('base64')
const limits = {
  TRUSTED_PROXIES: '1',
  RATE_LIMIT_LOGIN_ADDRESS: '20/300',
  RATE_LIMIT_LOGIN_ACCOUNT: '10/900',
}

async function anInstallation() {
  const databaseUrl = await testDatabase()
  const startAuth = async () => {
    const auth = await startAuthForTests({ databaseUrl, settings: { AUTH_SECRET, ...limits } })
    let closed: Promise<void> | undefined
    const close = () => (closed ??= auth.close())
    onTestFinished(close)
    return { ...auth, close }
  }
  return { startAuth }
}

async function startGateway(
  auth: { url: string; internalUrl: string },
  settings: Record<string, string> = {},
): Promise<string> {
  const gateway = createGateway({
    settings: apiSettings.parse({
      AUTH_URL: auth.url,
      AUTH_INTERNAL_URL: auth.internalUrl,
      APP_URL: auth.url,
      PUBLIC_URL: 'https://goalixa.test',
      ...settings,
    }),
    log: createLogger({ service: 'api', level: 'silent' }),
    metrics: createMetrics('api'),
    now: Date.now,
  })
  const { port } = await gateway.listen({ host: '127.0.0.1', port: 0, metricsPort: 0 })
  onTestFinished(() => gateway.close())
  return `http://127.0.0.1:${port}`
}

const post = (url: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

test('SEC-062 SEC-063 SEC-064 SEC-065: one address that tries many accounts, through two gateways', async () => {
  const { startAuth } = await anInstallation()
  const [one, two] = await Promise.all([startAuth().then(startGateway), startAuth().then(startGateway)])
  const guess = (_: unknown, index: number) => {
    const address = `198.51.100.${index}`
    return post(
      index % 2 === 0 ? one : two,
      '/auth/login',
      { email: `${randomUUID()}@example.org`, password: 'password1' },
      {
        'x-forwarded-for': address,
        'x-real-ip': address,
        forwarded: `for=${address}`,
        'cf-connecting-ip': address,
      },
    )
  }
  const answers = await Promise.all(Array.from({ length: 50 }, guess))
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(20)
  const refused = answers.filter(({ status }) => status === 429)
  expect(refused).toHaveLength(30)
  for (const answer of refused) {
    const reset = /^"login-address";r=0;t=(\d+)$/.exec(answer.headers.get('ratelimit') ?? '')?.[1]
    expect(answer.headers.get('ratelimit-policy')).toBe('"login-address";q=20;w=300')
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(Number(reset))
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(await answer.json()).toMatchObject({ code: 'rate.limited' })
  }
})

test('SEC-064: one user at two gateways, the first of which is started again', async () => {
  const { startAuth } = await anInstallation()
  const auth = await startAuth()
  const settings = { RATE_LIMIT_REQUESTS: '200/3600' }
  const [one, two] = [await startGateway(auth, settings), await startGateway(auth, settings)]
  const made = await post(auth.url, '/auth/register', {
    email: `${randomUUID()}@example.org`,
    password: 'a long enough passphrase',
  })
  const { accessToken } = (await made.json()) as { accessToken: string }
  const me = async (url: string) =>
    (await fetch(`${url}/auth/me`, { headers: { authorization: `Bearer ${accessToken}` } })).status
  const many = (url: string) => Promise.all(Array.from({ length: 180 }, () => me(url)))
  const statuses = (await Promise.all([many(one), many(two)])).flat()
  const again = await startGateway(auth, settings)
  for (let index = 0; index < 20; index += 1) statuses.push(await me(again))
  expect(new Set(statuses)).toEqual(new Set([200, 429]))
  const allowed = statuses.filter((status) => status === 200).length
  expect(allowed).toBeGreaterThanOrEqual(180)
  expect(allowed).toBeLessThanOrEqual(220)
})
