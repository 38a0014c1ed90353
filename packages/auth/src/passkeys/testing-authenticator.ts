/** An authenticator in software, by the letter of WebAuthn: P-256 keys, a counter, and a tester who may lie. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { testOrigin } from '../testing.ts'

/** What a test may make the authenticator, or the page around it, say instead of the truth. */
interface Lies {
  readonly origin?: string
  readonly rpId?: string
  readonly challenge?: string
  readonly type?: string
  readonly userVerified?: boolean
  readonly userPresent?: boolean
  readonly counter?: number
  readonly userHandle?: string
  readonly crossOrigin?: boolean
}

interface Options {
  readonly challenge: string
  readonly [more: string]: unknown
}

const sha256 = (data: Buffer | string): Buffer => createHash('sha256').update(data).digest()
const base64url = (data: Buffer | string): string => Buffer.from(data).toString('base64url')

export function createAuthenticator() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(32)
  let counter = 0
  let userHandle: string | undefined

  const clientData = (type: string, { challenge }: Options, lies: Lies): Buffer =>
    Buffer.from(
      JSON.stringify({
        type: lies.type ?? type,
        challenge: lies.challenge ?? challenge,
        origin: lies.origin ?? testOrigin,
        crossOrigin: lies.crossOrigin ?? false,
      }),
    )

  const authenticatorData = (lies: Lies, attested: Buffer = Buffer.alloc(0)): Buffer => {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(lies.counter ?? counter)
    const flags =
      (lies.userPresent === false ? 0 : 1) |
      (lies.userVerified === false ? 0 : 4) |
      (attested.length > 0 ? 0x40 : 0)
    const rpId = lies.rpId ?? new URL(testOrigin).hostname
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, attested])
  }

  const envelope = { id: base64url(id), rawId: base64url(id), type: 'public-key', clientExtensionResults: {} }

  return {
    credentialId: envelope.id,

    /** `navigator.credentials.create()` */
    create(options: Options, lies: Lies = {}) {
      userHandle = (options['user'] as { id: string }).id
      const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
      const coseKey = map([
        [integer(1), integer(2)],
        [integer(3), integer(-7)],
        [integer(-1), integer(1)],
        [integer(-2), bytes(Buffer.from(x, 'base64url'))],
        [integer(-3), bytes(Buffer.from(y, 'base64url'))],
      ])
      const length = Buffer.alloc(2)
      length.writeUInt16BE(id.length)
      const attested = Buffer.concat([Buffer.alloc(16), length, id, coseKey])
      const attestationObject = map([
        [text('fmt'), text('none')],
        [text('attStmt'), map([])],
        [text('authData'), bytes(authenticatorData(lies, attested))],
      ])
      return {
        ...envelope,
        response: {
          clientDataJSON: base64url(clientData('webauthn.create', options, lies)),
          attestationObject: base64url(attestationObject),
          transports: ['internal'],
        },
      }
    },

    /** `navigator.credentials.get()`; the counter goes up by one. */
    get(options: Options, lies: Lies = {}) {
      counter += 1
      const data = clientData('webauthn.get', options, lies)
      const authData = authenticatorData(lies)
      const signature = sign('sha256', Buffer.concat([authData, sha256(data)]), privateKey)
      return {
        ...envelope,
        response: {
          clientDataJSON: base64url(data),
          authenticatorData: base64url(authData),
          signature: base64url(signature),
          userHandle: lies.userHandle ?? userHandle,
        },
      }
    },
  }
}

/** The little of CBOR (RFC 8949) that is needed. */
function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value])
  return value < 256
    ? Buffer.from([(major << 5) | 24, value])
    : Buffer.from([(major << 5) | 25, value >> 8, value & 255])
}
const integer = (value: number): Buffer => (value < 0 ? head(1, -1 - value) : head(0, value))
const bytes = (data: Buffer): Buffer => Buffer.concat([head(2, data.length), data])
const text = (data: string): Buffer => Buffer.concat([head(3, Buffer.byteLength(data)), Buffer.from(data)])
const map = (pairs: readonly (readonly [Buffer, Buffer])[]): Buffer =>
  Buffer.concat([head(5, pairs.length), ...pairs.flat()])
