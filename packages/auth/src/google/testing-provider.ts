/** A provider that stands in for Google: real HTTP, real keys, and a switch for each attack. */
import { createHash, createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { GoogleEndpoints } from './google-provider.ts'

type Json = Record<string, unknown>

/** What the provider does wrong; nothing unless a test says so. */
export interface Attack {
  /** Changes what the ID token says; undefined takes a claim away. */
  readonly claims?: Json
  readonly header?: Json
  /** How the ID token is signed: with no key, with the public key as a shared secret, with a key nobody published. */
  readonly signature?: 'none' | 'hs256' | 'es256' | 'unpublished' | 'broken'
  /** Answers the token request itself. */
  readonly token?: (request: IncomingMessage, response: ServerResponse) => void
  /** Answers the request for keys itself. */
  readonly certificates?: (request: IncomingMessage, response: ServerResponse) => void
}

export interface TestPerson {
  readonly sub: string
  readonly email: string
  readonly email_verified: boolean
}

export interface TestProvider {
  readonly endpoints: GoogleEndpoints
  readonly clientId: string
  readonly clientSecret: string
  /** Somebody chooses their account: what the browser is sent back with. */
  consent(authorizationUrl: string, person: TestPerson): { state: string; code: string }
  attack: Attack
  /** Bodies of the token requests so far. */
  readonly tokenRequests: URLSearchParams[]
  /** How often the keys were asked for. */
  keyRequests(): number
  close(): Promise<void>
}

const clientId = 'goalixa-test.apps.example'
const clientSecret = 'the secret of the test client'

export async function startTestProvider(options: {
  now: () => Date
  timeoutMs?: number
}): Promise<TestProvider> {
  const keys = {
    rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ec: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    other: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  }
  const pemOf = (name: 'rsa' | 'ec') => keys[name].publicKey.export({ type: 'spki', format: 'pem' })
  const grants = new Map<
    string,
    { challenge: string; nonce: string; redirectUri: string; person: TestPerson }
  >()
  const tokenRequests: URLSearchParams[] = []
  let keyRequests = 0

  const signed = (claims: Json, attack: Attack): string => {
    const how = attack.signature
    const alg = { none: 'none', hs256: 'HS256', es256: 'ES256' }[how as string] ?? 'RS256'
    const header = { alg, typ: 'JWT', kid: how === 'es256' ? 'ec' : 'rsa', ...attack.header }
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const input = `${part(header)}.${part(claims)}`
    const bytes = Buffer.from(input)
    if (how === 'none') return `${input}.`
    if (how === 'hs256')
      return `${input}.${createHmac('sha256', pemOf('rsa')).update(bytes).digest('base64url')}`
    if (how === 'es256') {
      const key = { key: keys.ec.privateKey, dsaEncoding: 'ieee-p1363' } as const
      return `${input}.${sign('sha256', bytes, key).toString('base64url')}`
    }
    const key = how === 'unpublished' ? keys.other.privateKey : keys.rsa.privateKey
    const signature = sign('RSA-SHA256', bytes, key)
    if (how === 'broken') signature[0]! ^= 1
    return `${input}.${signature.toString('base64url')}`
  }

  const answerToken = async (request: IncomingMessage, response: ServerResponse) => {
    const body = new URLSearchParams(await text(request))
    tokenRequests.push(body)
    if (provider.attack.token !== undefined) return provider.attack.token(request, response)
    const grant = grants.get(body.get('code') ?? '')
    grants.delete(body.get('code') ?? '')
    const isOurClient = body.get('client_id') === clientId && body.get('client_secret') === clientSecret
    const challenge = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url')
    const isGood =
      isOurClient && grant?.challenge === challenge && grant.redirectUri === body.get('redirect_uri')
    if (!isGood || grant === undefined) return json(response, 400, { error: 'invalid_grant' })
    const iat = Math.floor(options.now().getTime() / 1000)
    const claims = {
      iss: 'https://accounts.google.com',
      aud: clientId,
      azp: clientId,
      iat,
      exp: iat + 3600,
      nonce: grant.nonce,
      ...grant.person,
      ...provider.attack.claims,
    }
    const token = { access_token: 'not used', expires_in: 3599, token_type: 'Bearer' }
    json(response, 200, { ...token, id_token: signed(claims, provider.attack) })
  }

  const answerKeys = (request: IncomingMessage, response: ServerResponse) => {
    keyRequests += 1
    if (provider.attack.certificates !== undefined) return provider.attack.certificates(request, response)
    // The library reads this map of certificates anew at each sign-in unless it is told an age.
    response.setHeader('cache-control', 'public, max-age=20000')
    json(response, 200, { rsa: pemOf('rsa'), ec: pemOf('ec') })
  }

  const server = createServer((request, response) => {
    if (request.url === '/token') void answerToken(request, response)
    else if (request.url === '/certs') answerKeys(request, response)
    else json(response, 404, {})
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider: TestProvider = {
    endpoints: {
      authorization: `${base}/authorize`,
      token: `${base}/token`,
      certificates: `${base}/certs`,
      timeoutMs: options.timeoutMs ?? 4_000,
    },
    clientId,
    clientSecret,
    attack: {},
    tokenRequests,
    keyRequests: () => keyRequests,
    consent(authorizationUrl, person) {
      const asked = new URL(authorizationUrl).searchParams
      const given = (name: string) => asked.get(name) ?? ''
      if (given('code_challenge_method') !== 'S256') throw new Error('no PKCE')
      const code = `4/${randomUUID()}`
      grants.set(code, {
        challenge: given('code_challenge'),
        nonce: given('nonce'),
        redirectUri: given('redirect_uri'),
        person,
      })
      return { state: given('state'), code }
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return provider
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
