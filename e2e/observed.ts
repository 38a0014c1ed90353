/** The whole stack with somebody who looks at it: its real log lines, its metrics, and the spans that it sends. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { freePort } from '@goalixa/service-kit/free-port'
import { startStack } from '../tools/stack/stack.ts'
import { temporaryFolder } from './stack.ts'

export interface SentSpan {
  readonly service: string
  readonly name: string
  /** As OTLP numbers them: 2 server, 3 client. */
  readonly kind: number
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string | undefined
  readonly attributes: Readonly<Record<string, unknown>>
}

/** A collector that keeps what it is sent, as text too. */
export async function startCollector() {
  const spans: SentSpan[] = []
  const bodies: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => (body += text))
    request.on('end', () => {
      bodies.push(body)
      if (request.url === '/v1/traces') spans.push(...spansIn(body))
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    bodies,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Attribute {
  readonly key: string
  readonly value: Readonly<Record<string, unknown>>
}

const plain = (attributes: readonly Attribute[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))

interface Sent {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] }
    readonly scopeSpans: readonly {
      readonly spans: readonly (Omit<SentSpan, 'service' | 'attributes'> & {
        attributes?: readonly Attribute[]
      })[]
    }[]
  }[]
}

function spansIn(body: string): SentSpan[] {
  const { resourceSpans } = JSON.parse(body) as Sent
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({
        ...span,
        service: String(plain(resource.attributes)['service.name']),
        attributes: plain(span.attributes ?? []),
      })),
    ),
  )
}

type LogLine = Readonly<Record<string, unknown>>
export type ServiceName = 'api' | 'auth' | 'app'
export const serviceNames: readonly ServiceName[] = ['api', 'auth', 'app']

/** Everything is logged, to files. */
export async function startObservedStack(settings: Readonly<Record<string, string>> = {}) {
  const folder = await temporaryFolder()
  const stack = await startStack({
    data: folder.path,
    host: '127.0.0.1',
    port: await freePort(),
    logLevel: 'debug',
    settings,
    onFailure: () => undefined,
  })
  const logText = (service: ServiceName) => readFileSync(join(stack.logs, `${service}.log`), 'utf8')
  const logLines = (service: ServiceName): LogLine[] =>
    logText(service)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as LogLine)
  const metricsOf = async (service: ServiceName): Promise<string> => {
    const listening = logLines(service).findLast(({ msg }) => msg === 'listening')
    return (await fetch(`http://127.0.0.1:${Number(listening?.['metricsPort'])}/metrics`)).text()
  }
  return {
    url: stack.url,
    logText,
    logLines,
    metricsOf,
    async stop() {
      await stack.stop()
      await folder.remove()
    },
  }
}
export type ObservedStack = Awaited<ReturnType<typeof startObservedStack>>
