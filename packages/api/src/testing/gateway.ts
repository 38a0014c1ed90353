/** A gateway on real sockets, between a test and servers of the test's own, with a key made for it. */
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import type { RequestListener } from 'node:http'
import type { NamedRoute } from '@goalixa/contracts/routes'
import { createLogger } from '@goalixa/service-kit/log'
import { createMetrics } from '@goalixa/service-kit/metrics'
import { signAccessToken } from '@goalixa/service-kit/tokens'
import type { AccessClaims } from '@goalixa/service-kit/tokens'
import { createGateway } from '../app.ts'
import { apiSettings } from '../config.ts'
import { json, startUpstream } from './upstream.ts'
import type { TestUpstream } from './upstream.ts'

export const publicUrl = 'http://goalixa.test'
const issuer = 'goalixa-auth'
const key = { kid: 'test-key', ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) }
const jwks = {
  keys: [{ ...key.publicKey.export({ format: 'jwk' }), kid: key.kid, alg: 'ES256', use: 'sig' }],
}

/** An access token as auth makes them; `seconds`: from now until it expires. */
export function accessToken(claims: Partial<AccessClaims> = {}, seconds = 600): string {
  const iat = Math.floor(Date.now() / 1000)
  return signAccessToken(
    {
      iss: issuer,
      aud: 'goalixa',
      sub: randomUUID(),
      client_id: 'goalixa-cli',
      iat,
      exp: iat + seconds,
      jti: randomUUID(),
      sid: randomUUID(),
      scope: '',
      auth_time: iat,
      amr: ['pwd'],
      ...claims,
    },
    key,
  )
}
/** What a personal access token with these scopes is exchanged for. */
export const tokenFor = (scope: string, sid: string = randomUUID()) =>
  accessToken({ client_id: 'personal-token', scope, sid }, 60)

export interface TestGateway {
  readonly port: number
  readonly url: string
  readonly metricsUrl: string
  readonly auth: TestUpstream
  readonly app: TestUpstream
  readonly internal: TestUpstream
  /** Ends a session at auth; the gateway hears of it at its next poll. */
  revoke(sid: string): void
  /** Tells the gateway which services have no process. */
  setGone(services: readonly string[]): void
  /** Closes the gateway as a signal does, while what stands behind it goes on. */
  drain(): Promise<void>
  close(): Promise<void>
}

interface TestGatewayOptions {
  readonly table?: readonly NamedRoute[]
  /** What a personal access token is exchanged for. */
  readonly exchange?: RequestListener
  /** Blocks of the limit; as much as anybody wants unless given. */
  readonly lease?: RequestListener
  readonly settings?: Record<string, string>
}

export async function startGateway({
  table,
  exchange = json({}, 401),
  lease = json({ granted: 1_000_000, remaining: 1_000_000, waitSeconds: 0 }),
  settings = {},
}: TestGatewayOptions = {}): Promise<TestGateway> {
  const revoked: { sid: string; until: string }[] = []
  const [auth, app, internal] = await Promise.all([
    startUpstream(withKeys()),
    startUpstream(),
    startUpstream(),
  ])
  const answerAuth = auth.answer
  internal.answer((request, response) => {
    const url = new URL(request.url ?? '', 'http://internal')
    if (url.pathname === '/internal/token-exchange') return exchange(request, response)
    if (url.pathname === '/internal/rate-limits/lease') return lease(request, response)
    const after = Number(url.searchParams.get('after') ?? 0)
    json({ cursor: revoked.length, items: revoked.slice(after) })(request, response)
  })
  const gateway = createGateway({
    settings: apiSettings.parse({
      AUTH_URL: auth.url,
      AUTH_INTERNAL_URL: internal.url,
      APP_URL: app.url,
      PUBLIC_URL: publicUrl,
      TOKEN_ISSUER: issuer,
      COOKIE_SECURE: 'false',
      ...settings,
    }),
    log: createLogger({ service: 'api', level: 'silent' }),
    metrics: createMetrics('api'),
    now: Date.now,
    ...(table === undefined ? {} : { table }),
  })
  const { port, metricsPort } = await gateway.listen({ host: '127.0.0.1', port: 0, metricsPort: 0 })
  let drained: Promise<void> | undefined
  const drain = () => (drained ??= gateway.close())
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
    auth: { ...auth, answer: (listener) => answerAuth(withKeys(listener)) },
    app,
    internal,
    revoke: (sid) => void revoked.push({ sid, until: new Date(Date.now() + 900_000).toISOString() }),
    setGone: gateway.setGone,
    drain,
    async close() {
      // Upstreams first: a test may leave a request open there.
      await Promise.all([auth.close(), app.close(), internal.close()])
      await drain()
    },
  }
}

/** An upstream that stands for auth: it has the public key of {@link accessToken}. */
export const withKeys =
  (listener: RequestListener = json({})): RequestListener =>
  (request, response) =>
    request.url === '/auth/.well-known/jwks.json'
      ? json(jwks)(request, response)
      : listener(request, response)
