/** Logging in to a registry as its challenge asks; a token is used again for its scope until it runs out. */
import type { Clock } from '../clock.ts'
import type { Answer, Asker } from './ask.ts'
import { placeOf } from './ask.ts'
import { parseChallenges } from './challenge.ts'
import type { Challenge } from './challenge.ts'
import type { Credentials } from './docker-config.ts'
import { RegistryRefusal } from './refusal.ts'

export interface Login {
  /** The header for this scope, when one is known that has not run out. */
  readonly known: (scope: string) => string | undefined
  readonly forget: (scope: string) => void
  /** Undefined when the refusal leaves nothing to try: no challenge, or one that needs credentials. */
  readonly answerTo: (refused: Answer, scope: string, signal?: AbortSignal) => Promise<string | undefined>
}

interface LoginOptions {
  readonly asker: Asker
  readonly clock: Clock
  /** Of the registry. */
  readonly origin: URL
  readonly credentials?: Credentials
}

/** A token that is about to run out is none. */
const marginMs = 10_000
/** What the protocol says of a token without `expires_in`. */
const usualSeconds = 60
const largestToken = 64 * 1024

export function createLogin({ asker, clock, origin, credentials }: LoginOptions): Login {
  const held = new Map<string, { header: string; until: number }>()
  const basic =
    credentials === undefined
      ? undefined
      : `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`

  async function token({ parameters }: Challenge, scope: string, signal?: AbortSignal): Promise<string> {
    const url = realmOf(parameters['realm'], origin)
    if (parameters['service'] !== undefined) url.searchParams.set('service', parameters['service'])
    url.searchParams.set('scope', parameters['scope'] ?? scope)
    const { status, body } = await asker.ask({
      method: 'GET',
      url,
      headers: { accept: 'application/json', ...(basic === undefined ? {} : { authorization: basic }) },
      maxBytes: largestToken,
      ...(signal === undefined ? {} : { signal }),
    })
    if (status !== 200)
      throw new RegistryRefusal('refused', `${placeOf(url)} gives no token (HTTP ${status})`, { status })
    const { text, seconds } = tokenIn(body)
    // Harbor leaves `access_token` empty, others leave `token` out.
    if (text === undefined) throw new RegistryRefusal('wrong', `${placeOf(url)} answers without a token`)
    const header = `Bearer ${text}`
    held.set(scope, { header, until: clock.now() + seconds * 1000 - marginMs })
    return header
  }

  return {
    known: (scope) => {
      const one = held.get(scope)
      return one !== undefined && one.until > clock.now() ? one.header : undefined
    },
    forget: (scope) => void held.delete(scope),
    answerTo: async (refused, scope, signal) => {
      const challenges = parseChallenges(refused.headers['www-authenticate'] ?? '')
      const bearer = challenges.find(({ scheme }) => scheme === 'bearer')
      if (bearer !== undefined) return token(bearer, scope, signal)
      if (basic === undefined || !challenges.some(({ scheme }) => scheme === 'basic')) return undefined
      held.set(scope, { header: basic, until: Number.POSITIVE_INFINITY })
      return basic
    },
  }
}

/** A registry with TLS must not send credentials to a place without it. */
function realmOf(realm: string | undefined, origin: URL): URL {
  const url = realm === undefined ? null : URL.parse(realm)
  const isUsable = url !== null && (url.protocol === 'https:' || url.protocol === origin.protocol)
  if (!isUsable || !/^https?:$/.test(url.protocol))
    throw new RegistryRefusal('wrong', `${origin.host} names no place to log in that can be used`)
  url.username = ''
  url.password = ''
  return url
}

function tokenIn(body: Buffer): { text: string | undefined; seconds: number } {
  let said: { token?: unknown; access_token?: unknown; expires_in?: unknown }
  try {
    said = (JSON.parse(body.toString('utf8')) ?? {}) as typeof said
  } catch {
    said = {}
  }
  const text = [said.token, said.access_token].find(
    (one): one is string => typeof one === 'string' && /^[\w.~+/=-]+$/.test(one),
  )
  return { text, seconds: typeof said.expires_in === 'number' ? said.expires_in : usualSeconds }
}
