/** A frame's side: says hello to the shell, and speaks over the port that it is given. */
import type { FromFrame, FromShell, Role } from './messages.ts'
import { fromShell, hasOnly } from './messages.ts'
import type { Talk } from './port.ts'
import { talk } from './port.ts'

interface GuestOptions {
  readonly role: Role
  readonly origin: string
  readonly handle: <Type extends keyof FromShell>(type: Type, body: FromShell[Type]) => void
}

export interface Guest {
  /** Kept until the port is there. */
  readonly send: <Type extends keyof FromFrame>(type: Type, body: FromFrame[Type]) => void
}

export function guest({ role, origin, handle }: GuestOptions): Guest {
  const unsent: (readonly [string, unknown])[] = []
  let nonce = ''
  let open: Talk | undefined
  const hello = () => {
    nonce = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
      byte.toString(16).padStart(2, '0'),
    ).join('')
    window.parent.postMessage({ gx: 1, t: 'hello', nonce, role }, origin)
  }
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const port = event.ports[0]
    if (event.origin !== origin || event.source !== window.parent || port === undefined) return
    if (!isAnswer(event.data, nonce) || open !== undefined) return
    open = talk({
      port,
      accepts: fromShell,
      handle: (type, body) => handle(type as keyof FromShell, body as never),
      onBroken: () => {
        open = undefined
        hello()
      },
    })
    for (const message of unsent.splice(0)) void open.send(...message)
  })
  window.addEventListener('pagehide', () => {
    open?.close()
    open = undefined
  })
  window.addEventListener('pageshow', ({ persisted }) => void (persisted && hello()))
  hello()
  return {
    send(type, body) {
      if (open === undefined) unsent.push([type, body])
      else void open.send(type, body)
    },
  }
}

const isAnswer = (data: unknown, nonce: string): boolean =>
  hasOnly(data, ['gx', 't', 'nonce', 'caps', 'shellVersion']) &&
  data['gx'] === 1 &&
  data['t'] === 'port' &&
  data['nonce'] === nonce
