/** Access tokens that must be refused, made with the real signing key wherever a signature is asked for. */
import { createHmac, createPublicKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { toLowS } from '@goalixa/service-kit/low-s'

interface Forge {
  readonly key: { readonly kid: string; readonly privateKey: KeyObject }
  /** A good token of somebody real. */
  readonly token: string
  readonly refreshToken: string
  readonly otherUserId: string
  /** An address of the attacker's, where every connection is counted. */
  readonly listener: string
}

const encoded = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const decoded = (part: string | undefined): Record<string, unknown> =>
  JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'))
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** Number of the assertion, what it is, and the tokens. `signed({})` itself is good. */
export function forge({ key, token, refreshToken, otherUserId, listener }: Forge) {
  const [head = '', payload = '', tail = ''] = token.split('.')
  const header = { alg: 'ES256', typ: 'at+jwt', kid: key.kid }
  const claims = decoded(payload)
  const now = Math.floor(Date.now() / 1000)
  const signature = (input: string, by: KeyObject = key.privateKey) =>
    toLowS(sign('sha256', Buffer.from(input), { key: by, dsaEncoding: 'ieee-p1363' })).toString('base64url')
  const raw = (headText: string, body: string, by?: KeyObject) => {
    const input = `${encoded(headText)}.${encoded(body)}`
    return `${input}.${signature(input, by)}`
  }
  const signed = (changes: object, headChanges: object = {}, by?: KeyObject) =>
    raw(JSON.stringify({ ...header, ...headChanges }), JSON.stringify({ ...claims, ...changes }), by)
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const publicKey = createPublicKey(key.privateKey)
  const publicJwk = publicKey.export({ format: 'jwk' })
  const hmac = (secret: string | Buffer) => {
    const input = `${encoded({ ...header, alg: 'HS256' })}.${payload}`
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
  }
  const unsigned = (alg: string) => `${encoded({ ...header, alg })}.${payload}.`
  const otherS = () => {
    const bytes = Buffer.from(tail, 'base64url')
    const s = order - BigInt(`0x${bytes.subarray(32).toString('hex')}`)
    const high = Buffer.from(s.toString(16).padStart(64, '0'), 'hex')
    return Buffer.concat([bytes.subarray(0, 32), high]).toString('base64url')
  }
  const withNumber = (name: string, literal: string) =>
    raw(JSON.stringify(header), JSON.stringify({ ...claims, [name]: '@' }).replace('"@"', literal))
  const jwe = `${encoded({ alg: 'ECDH-ES', enc: 'A256GCM', typ: 'at+jwt', kid: key.kid, zip: 'DEF' })}..AAAA.${'A'.repeat(9_000)}.AAAA`

  const tokens: Record<string, Record<string, string>> = {
    'SEC-001': Object.fromEntries([
      ...['none', 'None', 'nOnE', ''].map((alg) => [`alg "${alg}", no signature`, unsigned(alg)]),
      ...['none', 'None', 'nOnE'].map((alg) => [`alg ${alg}, truly signed`, signed({}, { alg })]),
      ['an empty signature', `${head}.${payload}.`],
      ['no third part', `${head}.${payload}`],
    ]),
    'SEC-002': {
      'HS256 with the public PEM': hmac(publicKey.export({ format: 'pem', type: 'spki' })),
      'HS256 with the public JWK': hmac(JSON.stringify(publicJwk)),
      'HS256 with the DER': hmac(publicKey.export({ format: 'der', type: 'spki' })),
      'HS256 with x': hmac(Buffer.from(publicJwk.x!, 'base64url')),
    },
    'SEC-003': Object.fromEntries(
      [
        '../../../../etc/passwd',
        '/dev/null',
        "' or 1=1 --",
        'x'.repeat(700),
        '',
        ['a'],
        {},
        null,
        7,
        `${key.kid}\0`,
      ].map((kid) => [`kid ${JSON.stringify(kid).slice(0, 30)}`, signed({}, { kid })]),
    ),
    'SEC-004': {
      jku: signed({}, { jku: `${listener}/keys` }, stranger.privateKey),
      'jku, truly signed': signed({}, { jku: `${listener}/keys` }),
      x5u: signed({}, { x5u: `${listener}/cert` }, stranger.privateKey),
      jwk: signed({}, { jwk: stranger.publicKey.export({ format: 'jwk' }) }, stranger.privateKey),
      x5c: signed({}, { x5c: ['MIIB'] }, stranger.privateKey),
      'iss at the attacker': signed({ iss: listener }),
    },
    'SEC-005': {
      'crit b64': signed({}, { crit: ['b64'], b64: true }),
      'crit exp': signed({}, { crit: ['exp'] }),
      'crit empty': signed({}, { crit: [] }),
      'crit unknown': signed({}, { crit: ['http://example.com/UNDEFINED'] }),
    },
    'SEC-006 REG-B13 REG-A15': {
      'no exp': signed({ exp: undefined }),
      'exp as text': signed({ exp: String(now + 300) }),
      'exp 1e308': withNumber('exp', '1e308'),
      'exp 1e999': withNumber('exp', '1e999'),
      'exp with a fraction': signed({ exp: now + 300.5 }),
      'exp null': signed({ exp: null }),
      'expired beyond the leeway': signed({ iat: now - 700, exp: now - 61 }),
      'a life over 900 s': signed({ iat: now, exp: now + 901 }),
      'no iat': signed({ iat: undefined }),
      'iat in the future': signed({ iat: now + 120, exp: now + 600 }),
    },
    'SEC-007': { 'nbf in the future': signed({ nbf: now + 120 }), 'nbf as text': signed({ nbf: 'later' }) },
    'SEC-008 REG-A15': {
      'another iss': signed({ iss: 'https://evil.test' }),
      'no iss': signed({ iss: undefined }),
      'iss as a list': signed({ iss: ['goalixa-auth'] }),
      'another aud': signed({ aud: 'other' }),
      'no aud': signed({ aud: undefined }),
      'a list of others': signed({ aud: ['other', 'third'] }),
      'a list with ours': signed({ aud: ['other', 'goalixa'] }),
      'aud in other letters': signed({ aud: 'Goalixa' }),
    },
    'SEC-009': {
      'a refresh token': refreshToken,
      'an ID token': signed({ nonce: 'n', email: 'a@example.org' }, { typ: 'JWT' }),
      'a token of another purpose': signed({ scope: undefined, purpose: 'reset' }),
      'a personal token that nobody made': `glx_pat_${'A'.repeat(49)}`,
    },
    'SEC-011 REG-A15': Object.fromEntries(
      [undefined, 'JWT', 'jwt', 'AT+JWT', 'application/at+jwt', 'at+jwt ', 'dpop+jwt', ['at+jwt'], null].map(
        (typ) => [`typ ${JSON.stringify(typ)}`, signed({}, { typ })],
      ),
    ),
    'SEC-012': {
      'sub "1 "': signed({ sub: '1 ' }),
      'sub "01"': signed({ sub: '01' }),
      'sub 1.0': withNumber('sub', '1.0'),
      'sub an object': signed({ sub: {} }),
      'sub a list': signed({ sub: [otherUserId] }),
      'sub with a space': signed({ sub: `${otherUserId} ` }),
      'another sub, the old signature': `${head}.${encoded({ ...claims, sub: otherUserId })}.${tail}`,
      'another sub, signed by a stranger': signed({ sub: otherUserId }, {}, stranger.privateKey),
      'a payload that is a list': raw(JSON.stringify(header), JSON.stringify([claims])),
      'a payload that is text': raw(JSON.stringify(header), '"x"'),
      'a payload that is no JSON': raw(JSON.stringify(header), '{'),
      'a header that is no JSON': raw('{', JSON.stringify(claims)),
    },
    'SEC-013': {
      'JWE with zip': jwe,
      'zip in a JWS': signed({}, { zip: 'DEF' }),
      nested: signed({}, { cty: 'JWT' }),
      'a token in a token': raw(JSON.stringify(header), token),
    },
    'SEC-015': {
      'the other s': `${head}.${payload}.${otherS()}`,
      'extra base64 bits': `${head}.${payload}.${tail.slice(0, -1)}${alphabet[alphabet.indexOf(tail.at(-1)!) + 1]}`,
      padding: `${token}==`,
      'base64 with + and /': `${head}.${payload}.${'+/'.repeat(43)}`,
      'space inside': `${head}.${payload} .${tail}`,
      'a tab at the end, then more': `${token}\tx`,
      'two tokens, comma': `${token},${token}`,
      'two tokens, space': `${token} ${token}`,
      'a signature of zeros': `${head}.${payload}.${Buffer.alloc(64).toString('base64url')}`,
      'a short signature': `${head}.${payload}.${tail.slice(0, 40)}`,
      'a DER signature': `${head}.${payload}.${sign('sha256', Buffer.from(`${head}.${payload}`), key.privateKey).toString('base64url')}`,
    },
  }
  return { good: signed({ jti: randomUUID() }), tokens }
}
