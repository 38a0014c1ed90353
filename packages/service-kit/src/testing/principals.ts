/** People for tests: access tokens signed with a key of the test's own, and the check that accepts them. */
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { createAuthenticate } from '../authenticate.ts'
import type { Authenticate } from '../bind-routes.ts'
import { createTokenVerifier, signAccessToken, tokenAudience } from '../tokens.ts'

const issuer = 'tests'

export interface TestPrincipals {
  readonly authenticate: Authenticate
  /** A token of a user with a session, or of a personal access token with these scopes, perhaps for one project. */
  tokenFor(userId: string, scopes?: readonly string[], projectId?: string): string
}

export function createTestPrincipals(): TestPrincipals {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const verify = createTokenVerifier({ issuer, findKey: async () => publicKey })
  return {
    authenticate: createAuthenticate(verify),
    tokenFor(userId, scopes, projectId) {
      const now = Math.floor(Date.now() / 1000)
      return signAccessToken(
        {
          iss: issuer,
          aud: tokenAudience,
          sub: userId,
          ...(projectId === undefined
            ? { client_id: scopes === undefined ? 'goalixa-cli' : 'personal-token' }
            : { client_id: 'project-token', project: projectId }),
          iat: now,
          exp: now + 600,
          jti: randomUUID(),
          sid: randomUUID(),
          scope: (scopes ?? ['read', 'write']).join(' '),
          auth_time: now,
          amr: ['pwd'],
        },
        { kid: 'test', privateKey },
      )
    },
  }
}
