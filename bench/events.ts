/**
 * Events: from sending a change to one instance of the app until a listener of the other has the new head, the write
 * itself included; and what 1,000 listeners cost while nothing happens. One instance stands behind the gateway, which
 * knows only one; the other is asked directly.
 */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { get } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { readEvents } from '@goalixa/client/server-sent-events'
import { freePort } from '@goalixa/service-kit/free-port'
import { startService } from '../tools/stack/service-process.ts'
import type { ServiceProcess } from '../tools/stack/service-process.ts'
import type { Stack } from '../tools/stack/stack.ts'
import { figureOf, percentile } from './measure.ts'
import type { Person } from './people.ts'
import { register } from './people.ts'
import type { BenchResult } from './result.ts'
import { withStack } from './with-stack.ts'

const listeners = 1_000
const listenersOfOne = 25
const changes = 100
/** Longer than a listener rests between two heads: each change stands alone. */
const apartMs = 150

export const benchEvents = (): Promise<BenchResult> =>
  withStack(async (stack) => {
    const second = await secondApp(stack)
    try {
      const people: Person[] = []
      while (people.length * listenersOfOne < listeners) people.push(await register(stack.url))
      const gateway = stack.services.find(({ name }) => name === 'api')!
      const direct = await memoryOf(second.service, second.url, people)
      const edge = await memoryOf(gateway, stack.url, people)
      // The listeners stay: what follows is measured among them.
      const toEdge = await latencies(people[0]!, { write: second.url, listen: stack.url, apartMs })
      const fromEdge = await latencies(people[0]!, { write: stack.url, listen: second.url, apartMs })
      const rush = await latencies(people[0]!, { write: second.url, listen: stack.url, apartMs: 0 })
      for (const response of [...direct.open, ...edge.open]) response.destroy()
      const times = {
        'change at an instance, event at the edge': toEdge,
        'change at the edge, event at an instance': fromEdge,
        'changes one after the other': rush,
      }
      return {
        figures: Object.fromEntries(Object.entries(times).map(([what, all]) => [what, figureOf(all)])),
        targets: [
          ...Object.entries(times).map(([what, all]) => ({
            what: `${what} (95th percentile)`,
            seen: percentile(all, 0.95),
            atMost: 300,
            unit: 'ms' as const,
          })),
          {
            what: `memory of ${listeners} idle listeners, app`,
            seen: direct.megabytes,
            atMost: 60,
            unit: 'MB',
          },
          { what: `memory of ${listeners} idle listeners, gateway`, seen: edge.megabytes, unit: 'MB' },
        ],
      }
    } finally {
      await second.service.stop()
    }
  })

async function secondApp({
  databaseUrl,
  url: edge,
  logs,
}: Stack): Promise<{ service: ServiceProcess; url: string }> {
  const [port, metricsPort] = [await freePort(), await freePort()]
  const service = startService({
    name: 'app',
    // The public keys of auth are at the edge, too.
    environment: {
      LOG_LEVEL: 'warn',
      DATABASE_URL: databaseUrl,
      AUTH_URL: edge,
      PORT: String(port),
      METRICS_PORT: String(metricsPort),
    },
    logFile: join(logs, 'app-2.log'),
    compileCache: join(logs, '../cache'),
    onGivenUp: (name) => {
      throw new Error(`the second ${name} stopped`)
    },
  })
  const url = `http://127.0.0.1:${port}`
  while (!(await fetch(`${url}/readyz`).catch(() => undefined))?.ok) await pause(25)
  return { service, url }
}

/** How much a process grows by the listeners; they stay open. */
async function memoryOf(service: ServiceProcess, url: string, people: readonly Person[]) {
  const open = (count: number) =>
    Promise.all(people.flatMap((person) => Array.from({ length: count }, () => listener(url, person))))
  // What every first request loads is no cost of listeners.
  for (const response of await open(1)) response.destroy()
  await pause(1_000)
  const before = await residentMegabytes(service)
  const all: IncomingMessage[] = []
  for (let each = 0; each < listenersOfOne; each++) all.push(...(await open(1)))
  await pause(1_000)
  return { open: all, megabytes: (await residentMegabytes(service)) - before }
}

async function listener(url: string, { accessToken }: Person): Promise<IncomingMessage> {
  const request = get(`${url}/v1/events`, {
    agent: false,
    headers: { Authorization: `Bearer ${accessToken}` },
  })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  if (response.statusCode !== 200) throw new Error(`a listener was answered ${response.statusCode}`)
  await once(response, 'data')
  response.on('data', () => undefined).on('error', () => undefined)
  return response
}

async function residentMegabytes(service: ServiceProcess): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(service.pid())])
  return Number(stdout) / 1024
}

async function latencies(
  { accessToken }: Person,
  { write, listen, apartMs }: { write: string; listen: string; apartMs: number },
): Promise<number[]> {
  const headers = { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' }
  const stream = await fetch(`${listen}/v1/events`, { headers })
  const events = readEvents(stream.body!)
  await events.next()
  const times: number[] = []
  for (let change = -5; change < changes; change++) {
    await pause(apartMs)
    const began = performance.now()
    const event = events.next().then(() => performance.now() - began)
    const answer = await fetch(`${write}/v1/labels`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ name: `${write} ${apartMs} ${change}` }),
    })
    if (!answer.ok) throw new Error(`a change was answered ${answer.status}: ${await answer.text()}`)
    await answer.text()
    const time = await event
    if (change >= 0) times.push(time)
  }
  await events.return()
  return times
}
