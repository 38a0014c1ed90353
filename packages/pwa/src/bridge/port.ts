/** A port after the handshake: what comes is parsed, bounded and answered within a deadline, or it is dropped. */
import { hasOnly } from './messages.ts'

export const limits = { bytes: 64 * 1024, inFlight: 32, deadlineMs: 5_000, heartbeatMs: 10_000 } as const

interface Envelope {
  readonly id: number
  readonly t: string
  readonly body: unknown
}

type Checks = ReadonlyMap<string, (body: unknown) => boolean>

interface PortOptions {
  readonly port: MessagePort
  /** What the other side may say. */
  readonly accepts: Checks
  readonly handle: (type: string, body: unknown) => void
  /** The other side broke the rules, or is gone. */
  readonly onBroken: (why: string) => void
}

export interface Talk {
  /** Answers whether the other side took it; false when it is gone or too much is under way. */
  readonly send: (type: string, body: unknown) => Promise<boolean>
  readonly close: () => void
}

export function talk({ port, accepts, handle, onBroken }: PortOptions): Talk {
  const waiting = new Map<number, (taken: boolean) => void>()
  const heard = { count: 0, since: performance.now() }
  let nextId = 1
  let isClosed = false

  const close = () => {
    isClosed = true
    clearInterval(beat)
    port.close()
    for (const settle of waiting.values()) settle(false)
    waiting.clear()
  }
  const broken = (why: string) => {
    if (isClosed) return
    close()
    onBroken(why)
  }
  const send = (type: string, body: unknown): Promise<boolean> => {
    const message = { id: nextId++, t: type, body }
    if (isClosed || waiting.size >= limits.inFlight || !fits(message)) return Promise.resolve(false)
    return new Promise((resolve) => {
      const settle = (taken: boolean) => {
        clearTimeout(timer)
        waiting.delete(message.id)
        resolve(taken)
      }
      const timer = setTimeout(() => settle(false), limits.deadlineMs)
      waiting.set(message.id, settle)
      port.postMessage(message)
    })
  }
  port.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isClosed) return
    if (isFlood(heard)) return broken('flood')
    const message = parse(data, accepts)
    if (message === undefined) return broken('message')
    if (message.t === 'ack') return waiting.get(message.id)?.(true)
    port.postMessage({ id: message.id, t: 'ack', body: null })
    if (message.t !== 'ping') handle(message.t, message.body)
  })
  port.start()
  let missed = 0
  const beat = setInterval(() => {
    // A hidden page is slowed down by the browser and may answer late.
    if (document.visibilityState === 'hidden') return
    void ping()
  }, limits.heartbeatMs)
  const ping = async () => {
    missed = (await send('ping', null)) ? 0 : missed + 1
    if (missed >= 3) broken('silence')
  }
  return { send, close }
}

/** The message, if it is one that this side takes. */
export function parse(data: unknown, accepts: Checks): Envelope | undefined {
  if (!hasOnly(data, ['id', 't', 'body'])) return undefined
  const { id, t, body } = data
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || typeof t !== 'string' || t.length > 32)
    return undefined
  if (!fits(data)) return undefined
  if (t === 'ack' || t === 'ping') return body === null ? { id, t, body } : undefined
  return accepts.get(t)?.(body) === true ? { id, t, body } : undefined
}

function fits(message: unknown): boolean {
  try {
    return JSON.stringify(message).length <= limits.bytes
  } catch {
    // Cycles, BigInt: nothing that the two sides say to each other.
    return false
  }
}

function isFlood(heard: { count: number; since: number }): boolean {
  const now = performance.now()
  if (now - heard.since > 1_000) Object.assign(heard, { count: 0, since: now })
  return ++heard.count > 200
}
