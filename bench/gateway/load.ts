/**
 * A load generator over raw sockets, in a process of its own: asks one URL over a fixed number of kept connections.
 * `node load.ts '{"port":…,"path":…,"headers":[…],"connections":…,"requests":…,"perSecond":…}'` prints what it saw.
 */
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export interface Load {
  readonly port: number
  readonly path: string
  /** Header lines; each connection takes the next of them, so that several people call. */
  readonly headers: readonly string[]
  readonly connections: number
  readonly requests: number
  /** An even pace; as fast as answers come unless given. */
  readonly perSecond?: number
}

/** Latencies in milliseconds. */
export interface Seen {
  readonly perSecond: number
  readonly median: number
  readonly p99: number
  readonly failed: number
}

/** One connection: answers how to ask once, which settles with the milliseconds it took and whether it was a 200. */
async function open(port: number, request: string) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  let received = ''
  let answered: ((ok: boolean) => void) | undefined
  socket.setEncoding('latin1').on('data', (text: string) => {
    received += text
    const head = received.indexOf('\r\n\r\n')
    if (head === -1) return
    const length = /\r\ncontent-length: *(\d+)/i.exec(received.slice(0, head + 2))?.[1]
    const isWhole =
      length === undefined ? received.endsWith('\r\n0\r\n\r\n') : received.length >= head + 4 + Number(length)
    if (!isWhole) return
    const ok = received.startsWith('HTTP/1.1 200 ')
    received = ''
    answered?.(ok)
  })
  socket.once('close', () => answered?.(false))
  return {
    ask: async (): Promise<{ ok: boolean; ms: number }> => {
      const began = performance.now()
      const ok = await new Promise<boolean>((resolve) => {
        answered = resolve
        socket.write(request)
      })
      return { ok, ms: performance.now() - began }
    },
    close: () => socket.destroy(),
  }
}

async function run({ port, path, headers, connections, requests, perSecond }: Load): Promise<Seen> {
  const opened = await Promise.all(
    Array.from({ length: connections }, (_, index) =>
      open(
        port,
        `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${headers[index % headers.length] ?? ''}\r\n\r\n`,
      ),
    ),
  )
  const times: number[] = []
  let failed = 0
  let left = requests
  const began = performance.now()
  await Promise.all(
    opened.map(async ({ ask }, index) => {
      for (let turn = 0; left > 0; turn++) {
        left--
        if (perSecond !== undefined) {
          const due = began + ((turn * connections + index) / perSecond) * 1000
          await pause(Math.max(0, due - performance.now()))
        }
        const { ok, ms } = await ask()
        times.push(ms)
        if (!ok) failed++
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  for (const { close } of opened) close()
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? 0
  return { perSecond: times.length / seconds, median: at(0.5), p99: at(0.99), failed }
}

if (import.meta.main) process.stdout.write(JSON.stringify(await run(JSON.parse(process.argv[2]!) as Load)))
