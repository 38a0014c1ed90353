/** The only file that knows google-auth-library: the address to send people to, and what a code is worth. */
import { CodeChallengeMethod, OAuth2Client } from 'google-auth-library'
import * as z from 'zod'
import { AppError } from '@goalixa/contracts/errors'
import { epochSeconds } from '../instants.ts'
import { createBoundedFetch } from './bounded-fetch.ts'
import { googleIssuers, readClaims, requireGoogleHeader } from './id-token.ts'
import type { GoogleIdentity } from './id-token.ts'
import { challengeOf } from './pending-sign-in.ts'
import type { PendingSignIn } from './pending-sign-in.ts'

/** Google's own, unless a test puts another provider there; never a setting: who names them can sign anybody in. */
export interface GoogleEndpoints {
  readonly authorization: string
  readonly token: string
  readonly certificates: string
  readonly timeoutMs?: number
}

interface GoogleProviderOptions {
  readonly clientId: string
  readonly clientSecret: string
  readonly redirectUri: string
  readonly endpoints?: GoogleEndpoints | undefined
  readonly now: () => Date
  /** Told what went wrong, in a word; never what was sent. */
  readonly onTrouble: (what: 'token' | 'certificates' | 'id_token', why: string) => void
}

export interface GoogleProvider {
  /** Where the browser goes. */
  authorizationUrl(pending: PendingSignIn): string
  /** @throws AppError `google.refused` or `google.unavailable` */
  identify(code: string, pending: PendingSignIn): Promise<GoogleIdentity>
}

const timeoutMs = 4_000
const maxBytes = 64 * 1024

const Tokens = z.object({
  id_token: z
    .string()
    .max(16_000)
    .regex(/^[\w-]+\.[\w-]+\.[\w-]*$/),
})
const Certificates = z.record(z.string().max(200), z.string().startsWith('-----BEGIN ').max(10_000))
const Refusal = z.object({ error: z.enum(['invalid_grant', 'invalid_request']) })

export function createGoogleProvider(options: GoogleProviderOptions): GoogleProvider {
  const { clientId, endpoints, now, onTrouble } = options
  const boundedFetch = createBoundedFetch({ timeoutMs: endpoints?.timeoutMs ?? timeoutMs, maxBytes })
  const newClient = () => createClient(options, boundedFetch)
  let client = newClient()

  const unavailable = (what: 'token' | 'certificates', error: unknown): AppError => {
    onTrouble(what, reasonOf(error))
    return new AppError('google.unavailable')
  }

  const exchange = async (code: string, codeVerifier: string): Promise<string> => {
    try {
      const { tokens } = await client.getToken({ code, codeVerifier })
      return Tokens.parse(tokens).id_token
    } catch (error) {
      const refusal = Refusal.safeParse((error as { response?: { data?: unknown } }).response?.data)
      if (!refusal.success) throw unavailable('token', error)
      onTrouble('token', refusal.data.error)
      throw new AppError('google.refused')
    }
  }

  const certificates = async () => {
    try {
      return Certificates.parse((await client.getFederatedSignonCertsAsync()).certs)
    } catch (error) {
      // What was not a key set must not stay in the library's memory for as long as it asked to.
      client = newClient()
      throw unavailable('certificates', error)
    }
  }

  return {
    authorizationUrl: ({ state, nonce, verifier }) =>
      client.generateAuthUrl({
        scope: ['openid', 'email'],
        state,
        nonce,
        code_challenge: challengeOf(verifier),
        code_challenge_method: CodeChallengeMethod.S256,
        prompt: 'select_account',
      }),

    async identify(code, { verifier, nonce }) {
      const idToken = await exchange(code, verifier)
      const keys = await certificates()
      try {
        requireGoogleHeader(idToken)
        const ticket = await client.verifySignedJwtWithCertsAsync(idToken, keys, clientId, googleIssuers)
        return readClaims(ticket.getPayload(), { clientId, nonce, nowSeconds: epochSeconds(now()) })
      } catch {
        // The library writes the whole ID token into its errors: nothing of them goes on.
        onTrouble('id_token', 'refused')
        throw new AppError('google.refused')
      }
    },
  }
}

function createClient(options: GoogleProviderOptions, boundedFetch: typeof fetch): OAuth2Client {
  const { clientId, clientSecret, redirectUri, endpoints } = options
  const client = new OAuth2Client({
    clientId,
    clientSecret,
    redirectUri,
    issuers: googleIssuers,
    ...(endpoints === undefined
      ? {}
      : {
          endpoints: {
            oauth2AuthBaseUrl: endpoints.authorization,
            oauth2TokenUrl: endpoints.token,
            oauth2FederatedSignonPemCertsUrl: endpoints.certificates,
          },
        }),
  })
  client.transporter.interceptors.request.add({
    // A code is good once: asking again could only lose it, and would ask a server in trouble four times.
    resolved: async (request) =>
      Object.assign(request, { retry: false, retryConfig: { retry: 0 }, fetchImplementation: boundedFetch }),
  })
  return client
}

/** A word for the log, made here: messages of the library may hold what was sent. */
function reasonOf(error: unknown): string {
  const { status, code } = error as { status?: unknown; code?: unknown }
  if (typeof status === 'number') return `status ${status}`
  if (error instanceof z.ZodError) return 'unreadable answer'
  return typeof code === 'string' && /^\w{1,40}$/.test(code) ? code : 'no answer'
}
