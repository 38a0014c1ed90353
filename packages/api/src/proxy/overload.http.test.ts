/** SEC-115: several times what a service can do, against the gateway as a process. `npm run bench -- overload` measures it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessToken } from '../testing/gateway.ts'
import type { GatewayProcess } from '../testing/gateway-process.ts'
import { startGatewayProcess } from '../testing/gateway-process.ts'
import { limitedBackend } from '../testing/limited-backend.ts'

/** 400 a second. */
const backend = limitedBackend(8, 20)
const rounds = 4
/** Five times what the limit lets in at first would be 1,000; three tell the same. */
const atOnce = 600

let gateway: GatewayProcess
beforeAll(async () => {
  gateway = await startGatewayProcess()
  gateway.app.answer(backend.listener)
})
afterAll(() => gateway.stop())

const authorization = `Bearer ${accessToken()}`
let asked = 0
/** Each another question, so that none is answered together with another one. */
const ask = async () => {
  const response = await fetch(`${gateway.url}/v1/timer?q=${(asked += 1)}`, { headers: { authorization } })
  await response.text()
  return response
}
const limit = () => gateway.metric('goalixa_gateway_concurrency_limit', 'upstream="app"')

test(
  'SEC-115: what is let in is answered, all else is refused at once, and the line stays short',
  { timeout: 60_000 },
  async () => {
    const first = (await limit())!
    const answers: Response[] = []
    for (let round = 0; round < rounds; round++)
      answers.push(...(await Promise.all(Array.from({ length: atOnce }, ask))))
    const refused = answers.filter(({ status }) => status === 503)
    expect(answers.filter(({ status }) => status === 200).length + refused.length).toBe(rounds * atOnce)
    expect(refused.length).toBeGreaterThan(0)
    expect(refused.every(({ headers }) => headers.get('retry-after') === '1')).toBe(true)
    // Nobody waited behind more than the limit allows, and the limit followed what the service can do. It may have grown
    // a step or two while the first answers came quickly.
    expect(backend.most()).toBeLessThanOrEqual(first * 1.2)
    expect(await limit()).toBeLessThan(first)
    // When the storm is over, everybody is served.
    for (let request = 0; request < 20; request++) expect((await ask()).status).toBe(200)
    expect(await gateway.metric('goalixa_gateway_circuit_state', 'upstream="app"')).toBe(0)
  },
)

test('SEC-114: a service that fails everything gets at most 1.2 times what was asked', async () => {
  gateway.app.answer((_, response) => response.writeHead(503).end())
  gateway.app.seen.length = 0
  const offered = 400
  const statuses = new Set<number>()
  for (let round = 0; round < offered / 20; round++)
    for (const { status } of await Promise.all(Array.from({ length: 20 }, ask))) statuses.add(status)
  expect(gateway.app.seen.length).toBeGreaterThan(0)
  expect(gateway.app.seen.length).toBeLessThanOrEqual(offered * 1.2)
  expect([...statuses]).toEqual([503])
})
