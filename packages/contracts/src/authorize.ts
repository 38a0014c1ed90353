/** Signing in with the browser of the same machine (RFC 8252): its answer comes back to a port of the loopback. */
import * as z from 'zod'
import { SignedIn } from './accounts.ts'
import { PublicClient } from './device.ts'
import { Text } from './primitives.ts'
import { route } from './route.ts'

export const authorizeRoutes = {
  create: route({
    method: 'POST',
    path: '/auth/authorize',
    summary: 'Approve or deny a program on this machine; needs a sign-in of the last ten minutes',
    access: 'session',
    body: z.strictObject({
      clientId: PublicClient,
      /** `http://127.0.0.1:PORT/callback`, any port. */
      redirectUri: z.string().max(200),
      /** RFC 7636: only the method S256 is known. */
      codeChallenge: z.string().max(200).optional(),
      codeChallengeMethod: z.string().max(20).optional(),
      state: z.string().regex(/^[\w-]{16,200}$/, 'it needs 16 to 200 letters, digits, _ or -'),
      device: Text(100).optional(),
      decision: z.enum(['approve', 'deny']),
    }),
    /** Where the browser goes next: the program, with a code or with `error=access_denied`. */
    response: z.object({ redirectTo: z.string() }),
  }),
  token: route({
    method: 'POST',
    path: '/auth/authorize/token',
    summary: 'Exchange the code for tokens, once and within a minute',
    access: 'public',
    body: z.strictObject({
      clientId: z.string().max(100),
      code: z.string().max(200),
      redirectUri: z.string().max(200),
      codeVerifier: z.string().max(500).optional(),
    }),
    response: SignedIn,
  }),
}
