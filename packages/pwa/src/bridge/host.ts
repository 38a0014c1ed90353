/** The shell's side: waits for the hello of one frame, and speaks with it over a port of their own. */
import type { FromFrame, FromShell, Role } from './messages.ts'
import { fromFrame, hasOnly } from './messages.ts'
import type { Talk } from './port.ts'
import { talk } from './port.ts'

interface HostOptions {
  readonly frame: HTMLIFrameElement
  readonly role: Role
  readonly origin: string
  readonly shellVersion: string
  readonly onReady: () => void
  readonly handle: <Type extends keyof FromFrame>(type: Type, body: FromFrame[Type]) => void
}

export interface Host {
  readonly send: <Type extends keyof FromShell>(type: Type, body: FromShell[Type]) => Promise<boolean>
  readonly close: () => void
}

/** A nonce that was used opens no second port. */
export function host({ frame, role, origin, shellVersion, onReady, handle }: HostOptions): Host {
  const seen = new Set<string>()
  let open: Talk | undefined
  const end = new AbortController()
  const awaiting = () => {
    open?.close()
    open = undefined
  }
  const hello = (event: MessageEvent<unknown>) => {
    if (open !== undefined || frame.contentWindow === null) return
    if (event.origin !== origin || event.source !== frame.contentWindow) return
    const nonce = nonceOf(event.data, role)
    if (nonce === undefined || seen.has(nonce)) return
    seen.add(nonce)
    const { port1, port2 } = new MessageChannel()
    open = talk({
      port: port1,
      accepts: fromFrame[role],
      handle: (type, body) => handle(type as keyof FromFrame, body as never),
      onBroken: awaiting,
    })
    const caps = [...fromFrame[role].keys()]
    frame.contentWindow.postMessage({ gx: 1, t: 'port', nonce, caps, shellVersion }, origin, [port2])
    onReady()
  }
  window.addEventListener('message', hello, { signal: end.signal })
  // The document of the frame is another one now: whoever held the port is gone.
  let loads = 0
  frame.addEventListener('load', () => void (loads++ > 0 && awaiting()), { signal: end.signal })
  return {
    send: (type, body) => open?.send(type, body) ?? Promise.resolve(false),
    close() {
      end.abort()
      awaiting()
    },
  }
}

function nonceOf(data: unknown, role: Role): string | undefined {
  if (!hasOnly(data, ['gx', 't', 'nonce', 'role'])) return undefined
  const { gx, t, nonce } = data
  const fits = gx === 1 && t === 'hello' && data['role'] === role
  return fits && typeof nonce === 'string' && /^[\da-f]{32}$/.test(nonce) ? nonce : undefined
}
