/** The way to the server, loaded when it is first taken: most commands answer before they need it, or without it. */
import type { Client } from '@goalixa/client/client'
import type { HttpTransport } from '@goalixa/client/http'
import type { SessionStore } from '@goalixa/client/signed-in'
import type { Store } from './store.ts'
import { userAgent } from './version.ts'

export interface Remote {
  readonly http: HttpTransport
  readonly client: () => Promise<Client>
  readonly store: () => Promise<Store>
}

interface RemoteOptions {
  readonly apiUrl: string
  readonly sessions: SessionStore
  /** A personal access token, instead of the session. */
  readonly token: string | undefined
  readonly nowMs: () => number
}

export function createRemote({ apiUrl, sessions, token, nowMs }: RemoteOptions): Remote {
  let opened: Promise<HttpTransport> | undefined
  const open = async () => {
    const { createHttpTransport } = await import('@goalixa/client/http')
    return createHttpTransport({ baseUrl: apiUrl, userAgent })
  }
  const http: HttpTransport = {
    send: async (request) => (await (opened ??= open())).send(request),
    close: async () => (await opened)?.close(),
  }
  let connected: Promise<Client> | undefined
  const connect = async () => {
    const [{ createClient }, { createSignedInTransport, createTokenTransport }] = await Promise.all([
      import('@goalixa/client/client'),
      import('@goalixa/client/signed-in'),
    ])
    return createClient(
      token === undefined
        ? createSignedInTransport({ transport: http.send, sessions, now: nowMs })
        : createTokenTransport(http.send, token),
    )
  }
  const client = () => (connected ??= connect())
  return {
    http,
    client,
    async store() {
      const [{ createRemoteStore }, { newId }] = await Promise.all([
        import('./remote-store.ts'),
        import('./new-id.ts'),
      ])
      return createRemoteStore({ client: await client(), sessions, newId, nowMs })
    },
  }
}
