import { fork } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { testDatabase } from '@goalixa/service-kit/testing/database'

const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'a-key', alg: 'ES256', use: 'sig' }] }

test('it is ready once it has read the keys, and stays so while those who publish them are away', async () => {
  let isAway = true
  const auth = createServer((_request, response) => {
    response.writeHead(isAway ? 503 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(jwks))
  })
  await new Promise<void>((resolve) => auth.listen(0, '127.0.0.1', resolve))
  const child = fork(fileURLToPath(new URL('main.ts', import.meta.url)), {
    env: {
      DATABASE_URL: await testDatabase(),
      AUTH_URL: `http://127.0.0.1:${(auth.address() as AddressInfo).port}`,
      LOG_LEVEL: 'silent',
    },
    execArgv: [],
  })
  const [message] = (await once(child, 'message')) as [{ listening: { port: number } }]
  const read = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${message.listening.port}${path}`)
    return { status: response.status, body: await response.json() }
  }
  const states = (keys: 'ok' | 'missing') => ({ database: 'ok', keys })
  expect(await read('/readyz')).toEqual({
    status: 503,
    body: { status: 'not ready', checks: states('missing') },
  })
  expect((await read('/healthz')).status).toBe(200)
  isAway = false
  const ready = { status: 200, body: { status: 'ready', checks: states('ok') } }
  await expect.poll(() => read('/readyz'), { timeout: 30_000 }).toEqual(ready)
  isAway = true
  expect(await read('/readyz')).toEqual(ready)
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
  await new Promise((resolve) => auth.close(resolve))
})
