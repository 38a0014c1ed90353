import { expect, test } from 'vitest'
import { createJwksKeyFinder } from '@goalixa/service-kit/jwks'
import { testDatabase } from '@goalixa/service-kit/testing/database'
import { createTokenVerifier } from '@goalixa/service-kit/tokens'
import { startAuthForTests } from '../testing.ts'
import { get, register, sidOf } from '../testing-requests.ts'

test('SEC-017: other services check access tokens with the published keys', async () => {
  const auth = await startAuthForTests({ databaseUrl: await testDatabase() })
  const url = `${auth.url}/auth/.well-known/jwks.json`
  const { status, headers, body } = await get(url)
  expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=300'])
  expect(body.keys).toHaveLength(1)
  for (const secret of ['d', 'p', 'q', 'k']) expect(body.keys[0]).not.toHaveProperty(secret)
  const verify = createTokenVerifier({
    issuer: 'goalixa-auth',
    findKey: createJwksKeyFinder({ url, now: Date.now }),
  })
  const { id, accessToken } = await register(auth.url)
  expect(await verify(accessToken)).toMatchObject({
    userId: id,
    sessionId: sidOf(accessToken),
    kind: 'session',
  })
  await auth.close()
})
