import { createHmac, createPublicKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { expect, test } from 'vitest'
import { isLowS, toLowS } from './low-s.ts'
import { createTokenVerifier, publicKeyOf, signAccessToken } from './tokens.ts'
import type { AccessClaims } from './tokens.ts'

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const now = 1_790_000_000
const asked: string[] = []
const verify = createTokenVerifier({
  issuer: 'goalixa-auth',
  now: () => now * 1000,
  findKey: async (kid) => {
    asked.push(kid)
    return kid === 'known' ? publicKey : undefined
  },
})

const claims: AccessClaims = {
  iss: 'goalixa-auth',
  aud: 'goalixa',
  sub: randomUUID(),
  client_id: 'goalixa-cli',
  iat: now,
  exp: now + 600,
  jti: randomUUID(),
  sid: randomUUID(),
  scope: 'read write',
  auth_time: now,
  amr: ['pwd'],
}
const header = { alg: 'ES256', typ: 'at+jwt', kid: 'known' }

const encoded = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const signature = (input: string, key: KeyObject = privateKey) =>
  toLowS(sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }))

/** A token with any header and payload, truly signed. */
function forged(changes: object, headerChanges: object = {}, key: KeyObject = privateKey): string {
  const input = `${encoded({ ...header, ...headerChanges })}.${encoded({ ...claims, ...changes })}`
  return `${input}.${signature(input, key).toString('base64url')}`
}

test('a good token says who calls', async () => {
  const principal = {
    userId: claims.sub,
    sessionId: claims.sid,
    kind: 'session',
    scopes: ['read', 'write'],
    expiresAt: claims.exp,
    role: 'user',
  }
  expect(await verify(signAccessToken(claims, { kid: 'known', privateKey }))).toEqual(principal)
  // Also proves that `forged` fails below for what it changes, and for nothing else.
  expect(await verify(forged({}))).toEqual(principal)
  expect(await verify(forged({ client_id: 'personal-token' }))).toMatchObject({ kind: 'token' })
  const project = randomUUID()
  const bound = { client_id: 'project-token', project, role: 'operator' }
  expect(await verify(forged(bound))).toMatchObject({ kind: 'token', projectId: project, role: 'user' })
})

test('SEC-038: clocks may differ by a minute', async () => {
  for (const iat of [now - 659, now - 600, now + 59]) await verify(forged({ iat, exp: iat + 600 }))
})

test.each<[string, object, object?]>([
  ['exp absent', { exp: undefined }],
  ['exp as text', { exp: String(now + 600) }],
  ['exp without end', { exp: 1e308 }],
  ['exp with a fraction', { exp: now + 0.5 }],
  ['for one project, and for none', { client_id: 'project-token' }],
  ['a project of a token for all', { client_id: 'personal-token', project: randomUUID() }],
  ['a project of a session', { project: randomUUID() }],
  ['a project that is no id', { client_id: 'project-token', project: 'website' }],
  ['expired', { iat: now - 700, exp: now - 60 }],
  ['a life over 900 seconds', { exp: now + 901 }],
  ['a life of nothing', { exp: now }],
  ['from the future', { iat: now + 61, exp: now + 600 }],
  ['iat absent', { iat: undefined }],
  ['not valid before later', { nbf: now + 120 }],
  ['nbf as text', { nbf: 'soon' }],
  ['another issuer', { iss: 'https://evil.test' }],
  ['issuer absent', { iss: undefined }],
  ['issuers as a list', { iss: ['goalixa-auth'] }],
  ['another audience', { aud: 'other' }],
  ['audience absent', { aud: undefined }],
  ['a list of audiences', { aud: ['other', 'goalixa'] }],
  ['sub no UUID', { sub: '1 ' }],
  ['sub an object', { sub: {} }],
  ['sub a number', { sub: 1 }],
  ['sid absent', { sid: undefined }],
  ['an unknown client', { client_id: 'admin' }],
  ['scope as a list', { scope: ['read'] }],
  ['typ JWT', {}, { typ: 'JWT' }],
  ['typ absent', {}, { typ: undefined }],
  ['typ in other letters', {}, { typ: 'AT+JWT' }],
  ['alg none', {}, { alg: 'none' }],
  ['alg None', {}, { alg: 'None' }],
  ['alg nOnE', {}, { alg: 'nOnE' }],
  ['alg ES384', {}, { alg: 'ES384' }],
  ['unknown crit', {}, { crit: ['b64'], b64: true }],
  ['jku', {}, { jku: 'http://127.0.0.1:1/keys' }],
  ['x5u', {}, { x5u: 'http://127.0.0.1:1/cert' }],
  ['an own key', {}, { jwk: publicKey.export({ format: 'jwk' }) }],
  ['zip', {}, { zip: 'DEF' }],
  ['cty JWT', {}, { cty: 'JWT' }],
  ['kid absent', {}, { kid: undefined }],
  ['kid unknown', {}, { kid: 'other' }],
  ['kid a path', {}, { kid: '../../etc/passwd' }],
  ['kid SQL', {}, { kid: "' or 1=1 --" }],
  ['kid NUL', {}, { kid: 'known\0' }],
  ['kid a list', {}, { kid: ['known'] }],
  ['kid long', {}, { kid: 'k'.repeat(700) }],
])('refuses a truly signed token with %s', async (_what, changes, headerChanges) => {
  await expect(verify(forged(changes, headerChanges))).rejects.toMatchObject({
    code: 'auth.invalid_token',
    status: 401,
  })
})

const good = forged({})
const [head = '', payload = '', tail = ''] = good.split('.')
const highS = () => {
  const bytes = Buffer.from(tail, 'base64url')
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
  const s = order - BigInt(`0x${bytes.subarray(32).toString('hex')}`)
  return Buffer.concat([
    bytes.subarray(0, 32),
    Buffer.from(s.toString(16).padStart(64, '0'), 'hex'),
  ]).toString('base64url')
}
const hmac = (secret: string | Buffer) => {
  const input = `${encoded({ ...header, alg: 'HS256' })}.${payload}`
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}
/** The last character of 64 bytes in base64url carries four bits that say nothing. */
const extraBits = () => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return tail.slice(0, -1) + alphabet[alphabet.indexOf(tail.at(-1)!) + 1]
}

test.each([
  ['nothing', ''],
  ['dots', '.'.repeat(10_000)],
  ['an empty signature', `${head}.${payload}.`],
  ['no signature and alg none', `${encoded({ ...header, alg: 'none' })}.${payload}.`],
  ['HS256 with the public PEM', hmac(publicKey.export({ format: 'pem', type: 'spki' }))],
  ['HS256 with the public JWK', hmac(JSON.stringify(publicKey.export({ format: 'jwk' })))],
  ['the signature of another key', forged({}, {}, stranger)],
  ['the signature of another payload', `${head}.${encoded({ ...claims, sub: randomUUID() })}.${tail}`],
  ['extra bits in the signature', `${head}.${payload}.${extraBits()}`],
  ['the other s', `${head}.${payload}.${highS()}`],
  ['padding', `${good}==`],
  ['whitespace', `${good} `],
  ['two tokens', `${good},${good}`],
  ['a short signature', `${head}.${payload}.${tail.slice(0, 40)}`],
  ['a signature of zeros', `${head}.${payload}.${Buffer.alloc(64).toString('base64url')}`],
  ['five parts (JWE)', `${head}.${payload}.${tail}.${tail}.${tail}`],
  ['a header that is no JSON', `${encoded('garbage')}.${payload}.${tail}`],
  [
    'a payload that is no JSON',
    (() => {
      const input = `${head}.${encoded('garbage')}`
      return `${input}.${signature(input).toString('base64url')}`
    })(),
  ],
  [
    'a payload that is a list',
    (() => {
      const input = `${head}.${encoded([claims])}`
      return `${input}.${signature(input).toString('base64url')}`
    })(),
  ],
  ['64 kB', `${head}.${'A'.repeat(65_536)}.${tail}`],
])('refuses %s', async (_what, token) => {
  await expect(verify(token)).rejects.toMatchObject({ code: 'auth.invalid_token', status: 401 })
})

test('the other s would be a valid signature: only our rule refuses it', async () => {
  const spki = createPublicKey({ key: publicKey.export({ format: 'jwk' }), format: 'jwk' })
  const { verify: check } = await import('node:crypto')
  const data = Buffer.from(`${head}.${payload}`)
  expect(
    check('sha256', data, { key: spki, dsaEncoding: 'ieee-p1363' }, Buffer.from(highS(), 'base64url')),
  ).toBe(true)
})

test('SEC-015: what we sign has the smaller s, always', () => {
  for (let round = 0; round < 40; round += 1) {
    const token = signAccessToken({ ...claims, jti: randomUUID() }, { kid: 'known', privateKey })
    expect(isLowS(Buffer.from(token.split('.')[2] ?? '', 'base64url'))).toBe(true)
  }
})

test('SEC-003: no key is asked for before the form is right', async () => {
  asked.length = 0
  for (const token of ['', `${head}.${payload}.`, hmac('x'), forged({}, { kid: 'k'.repeat(65) })]) {
    await verify(token).catch(() => undefined)
  }
  expect(asked).toEqual([])
})

test('keys that cannot be had are no fault of the token', async () => {
  const failing = createTokenVerifier({
    issuer: 'goalixa-auth',
    findKey: async () => {
      throw Object.assign(new Error('away'), { code: 'service.unavailable' })
    },
  })
  await expect(failing(good)).rejects.toMatchObject({ code: 'service.unavailable' })
})

test('a public JWK becomes a key that verifies and cannot sign', () => {
  expect(publicKeyOf({ ...publicKey.export({ format: 'jwk' }), kid: 'known', use: 'sig' }).type).toBe(
    'public',
  )
})
