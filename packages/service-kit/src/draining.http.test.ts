import { Router } from 'express'
import { expect, test } from 'vitest'
import { onDrain } from './draining.ts'
import { createHttpService } from './http-service.ts'
import { createLogger } from './log.ts'
import { createMetrics } from './metrics.ts'

/** A service with an answer that goes on until it is told to end, and one that takes its time. */
async function aService() {
  const routes = Router()
  let finish: () => void = () => undefined
  routes.get('/endless', (_request, response) => {
    const forget = onDrain(response, () => response.end('end'))
    response.once('close', forget)
    response.write('begin ')
  })
  routes.get('/slow', (_request, response) => {
    finish = () => response.end('done')
    response.write('')
    response.flushHeaders()
  })
  const service = createHttpService({
    log: createLogger({ service: 'test', level: 'silent' }),
    metrics: createMetrics('test'),
    checks: {},
    routes,
  })
  const { port, metricsPort } = await service.listen({ host: '127.0.0.1', port: 0, metricsPort: 0 })
  const get = (path: string, at = port) => fetch(`http://127.0.0.1:${at}${path}`)
  const open = async () =>
    / (\d+)$/m.exec(
      /^goalixa_open_streams.*$/m.exec(await (await get('/metrics', metricsPort)).text())![0],
    )?.[1]
  return { service, get, open, finish: () => finish() }
}

test('a service that closes ends what would go on, and finishes the rest', async () => {
  const { service, get, open, finish } = await aService()
  const endless = await Promise.all([get('/endless'), get('/endless')])
  const slow = await get('/slow')
  expect(await open()).toBe('2')
  let isClosed = false
  const closed = service.close().then(() => (isClosed = true))
  expect(await Promise.all(endless.map((answer) => answer.text()))).toEqual(['begin end', 'begin end'])
  expect(isClosed).toBe(false)
  finish()
  expect(await slow.text()).toBe('done')
  await closed
})

test('what ended before is not ended again', async () => {
  const { service, get, open } = await aService()
  const answer = await get('/endless')
  await answer.body!.cancel()
  await expect.poll(open).toBe('0')
  await service.close()
})
