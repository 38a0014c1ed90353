/** Who is let in depends on what auth says, never on that it says something. */
import { generateKeyPairSync } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { signAccessToken } from '@goalixa/service-kit/tokens'
import { accessToken, startGateway, tokenFor } from '../testing/gateway.ts'
import { json } from '../testing/upstream.ts'

const personal = `glx_pat_${'a'.repeat(49)}`

async function aGateway(exchange: Parameters<typeof json>) {
  const gateway = await startGateway({ exchange: json(...exchange) })
  onTestFinished(gateway.close)
  return {
    ...gateway,
    async timer(token: string) {
      const response = await fetch(`${gateway.url}/v1/timer`, {
        headers: { authorization: `Bearer ${token}` },
      })
      return [response.status, response.headers.get('retry-after') !== null]
    },
  }
}

const stranger = { kid: 'test-key', ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) }
const forged = () => {
  const [, payload = ''] = tokenFor('read write').split('.')
  return signAccessToken(JSON.parse(Buffer.from(payload, 'base64url').toString()), stranger)
}

test.each<[string, unknown, number]>([
  ['nothing', {}, 503],
  ['text', 'ok', 503],
  ['a token that lives too long', { accessToken: tokenFor('read'), expiresIn: 3600 }, 503],
  ['garbage as a token', { accessToken: 'garbage', expiresIn: 60 }, 401],
  ['a token of another key', { accessToken: forged(), expiresIn: 60 }, 401],
])('REG-B1: a 200 of auth with %s lets nobody in', async (_what, body, status) => {
  const { timer, app } = await aGateway([body])
  expect((await timer(personal))[0]).toBe(status)
  expect(app.seen).toEqual([])
})

test.each(['garbage', 'a.b.c', 'null', 'undefined', 'true', '{}', 'glx_pat_', `${personal}x`, 'Bearer'])(
  'REG-B1: the bearer %s is refused',
  async (token) => {
    const { timer, app } = await aGateway([{ accessToken: tokenFor('read'), expiresIn: 60 }])
    expect((await timer(token))[0]).toBe(401)
    expect(app.seen).toEqual([])
  },
)

test.each([500, 502, 404, 403])(
  'REG-B4: trouble of auth (%i) is 503 with a time to try again, never 401',
  async (status) => {
    const { timer, internal } = await aGateway([{}, status])
    expect(await timer(personal)).toEqual([503, true])
    await internal.close()
    expect(await timer(personal)).toEqual([503, true])
  },
)

test('REG-B4: keys that cannot be read are 503, never 401', async () => {
  const { timer, auth } = await aGateway([{}])
  await auth.close()
  const [status] = await timer(accessToken())
  expect(status).toBe(503)
})
