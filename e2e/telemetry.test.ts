/** Spans of one request through gateway, service and database, as a collector gets them from real processes. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startCollector, startObservedStack } from './observed.ts'
import type { ObservedStack, SentSpan } from './observed.ts'
import { script } from './stack.ts'

type Collector = Awaited<ReturnType<typeof startCollector>>

const person = { email: 'traced.person@example.org', password: 'a long enough passphrase' }
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const parentSpan = '00f067aa0ba902b7'

async function register(url: string): Promise<string> {
  const answer = await fetch(`${url}/auth/register`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(person),
  })
  expect(answer.status).toBe(201)
  return ((await answer.json()) as { accessToken: string }).accessToken
}

describe('with a collector', () => {
  let collector: Collector
  let stack: ObservedStack
  let token: string
  beforeAll(async () => {
    collector = await startCollector()
    stack = await startObservedStack({ OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/` })
    token = await register(stack.url)
  })
  afterAll(async () => {
    await stack?.stop()
    await collector.close()
  })

  const ofTrace = (id: string) => collector.spans.filter((span) => span.traceId === id)
  /** Until the collector has the span of the gateway's own request: it is the last to end. */
  const arrived = async (id: string, enough: (spans: SentSpan[]) => boolean): Promise<SentSpan[]> => {
    await expect.poll(() => enough(ofTrace(id)), { timeout: 30_000 }).toBe(true)
    return ofTrace(id)
  }
  const below = (spans: readonly SentSpan[], parent: SentSpan) =>
    spans.filter(({ parentSpanId }) => parentSpanId === parent.spanId)

  test('one request is one trace: gateway, call, service and statements hang together', async () => {
    const traceparent = `00-${traceId}-${parentSpan}-01`
    const headers = { traceparent, 'X-Request-Id': 'request-of-mine' }
    const body = { title: 'a very private title', labels: ['private-label'] }
    expect((await script(stack.url, token)('POST', '/v1/tasks', body, headers)).status).toBe(201)
    const spans = await arrived(
      traceId,
      (sent) =>
        sent.some(({ service, kind }) => service === 'goalixa-api' && kind === 2) &&
        sent.some(({ service, kind }) => service === 'goalixa-app' && kind === 2),
    )
    const edge = spans.find(({ service, kind }) => service === 'goalixa-api' && kind === 2)
    expect(edge).toMatchObject({ name: 'POST tasks.create', parentSpanId: parentSpan })
    expect(edge!.attributes).toEqual({
      'http.request.method': 'POST',
      'http.response.status_code': 201,
      'goalixa.route': 'tasks.create',
      'goalixa.request_id': 'request-of-mine',
    })
    const call = below(spans, edge!).find(({ name }) => name === 'app tasks.create')
    expect(call).toMatchObject({ kind: 3, service: 'goalixa-api' })
    const [served] = below(spans, call!)
    expect(served).toMatchObject({ kind: 2, service: 'goalixa-app', name: 'POST tasks.create' })
    const statements = below(spans, served!)
    expect(statements.length).toBeGreaterThan(2)
    expect(statements.map(({ name }) => name)).toContain('insert tasks')
    for (const { name, kind, attributes } of statements) {
      expect(name).toMatch(/^(select|insert|update|delete)( [a-z_]+)?$/)
      expect([kind, attributes]).toEqual([3, {}])
    }
  })

  test('the parts of an aggregate are spans of it', async () => {
    const id = 'a'.repeat(32)
    await script(stack.url, token)('GET', '/v1/planner/overview', undefined, {
      traceparent: `00-${id}-${parentSpan}-01`,
    })
    const spans = await arrived(id, (sent) =>
      sent.some(({ name, service }) => name === 'GET plannerOverview.get' && service === 'goalixa-api'),
    )
    const edge = spans.find(({ name }) => name === 'GET plannerOverview.get')
    expect(below(spans, edge!).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['app tasks', 'app entries', 'app weeklyGoals']),
    )
  })

  test('a trace that begins here has a beginning', async () => {
    await fetch(`${stack.url}/v1/nothing`)
    await expect
      .poll(() => collector.spans.find(({ name }) => name === 'GET none'), { timeout: 30_000 })
      .toMatchObject({ kind: 2, service: 'goalixa-api' })
    expect(collector.spans.find(({ name }) => name === 'GET none')!.parentSpanId ?? '').toBe('')
  })

  test('who does not want to be recorded is not', async () => {
    const [unwanted, later] = ['b'.repeat(32), 'c'.repeat(32)]
    const ask = (id: string, flags: string) =>
      script(stack.url, token)('GET', '/v1/timer', undefined, {
        traceparent: `00-${id}-${parentSpan}-${flags}`,
      })
    await ask(unwanted, '00')
    await ask(later, '01')
    await arrived(later, (sent) => sent.some(({ service }) => service === 'goalixa-app'))
    expect(ofTrace(unwanted)).toEqual([])
  })

  test('SEC-126: no span holds a secret, a mail address or what people wrote', async () => {
    await fetch(`${stack.url}/v1/timer?access_token=${token}&email=${person.email}`, {
      headers: { traceparent: `00-${'d'.repeat(32)}-${parentSpan}-01` },
    })
    await arrived('d'.repeat(32), (sent) => sent.length > 0)
    const sent = collector.bodies.join('\n')
    expect(collector.spans.some(({ service }) => service === 'goalixa-auth')).toBe(true)
    for (const secret of [person.email, person.password, token, token.split('.')[2]!, 'private', '@'])
      expect(sent.includes(secret), secret.slice(0, 8)).toBe(false)
    expect(sent).not.toMatch(/127\.0\.0\.1|\$1/)
  })

  test('a collector that goes away harms nobody', async () => {
    await collector.close()
    const began = performance.now()
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => script(stack.url, token)('GET', '/v1/timer')),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(performance.now() - began).toBeLessThan(10_000)
    const complaints = () =>
      stack.logLines('api').filter(({ msg }) => msg === 'the collector does not take spans')
    await expect.poll(() => complaints().length, { timeout: 30_000 }).toBe(1)
    expect((await fetch(`${stack.url}/readyz`)).status).toBe(200)
  })
})

/** Tells every module that a process loads. */
const tellLoads = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module'
  registerHooks({ resolve(specifier, context, next) {
    // The library of the metrics brings the interface alone, for examples in histograms.
    const isOurs = !context.parentURL?.includes('/prom-client/')
    if (specifier.startsWith('@opentelemetry') && isOurs) process.send({ loads: specifier })
    return next(specifier, context)
  } })
`)}`

test.each([
  ['none', {}, 0],
  ['one', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }, 4],
] as const)('with %s named, OpenTelemetry is loaded as it should', async (_, settings, least) => {
  const nobody = 'http://127.0.0.1:9'
  const child = fork(fileURLToPath(new URL('../packages/api/src/main.ts', import.meta.url)), {
    env: { AUTH_URL: nobody, AUTH_INTERNAL_URL: nobody, APP_URL: nobody, PUBLIC_URL: nobody, ...settings },
    execArgv: ['--import', tellLoads],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const loads: unknown[] = []
  await new Promise<void>((resolve) =>
    child.on('message', (message: Record<string, unknown>) => {
      if ('loads' in message) loads.push(message['loads'])
      if ('listening' in message) resolve()
    }),
  )
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  expect((await exited)[0]).toBe(0)
  if (least === 0) expect(loads).toEqual([])
  else expect(loads.length).toBeGreaterThanOrEqual(least)
})
