import type { ServerResponse } from 'node:http'
import type { Access, AccessControl, Identity } from './access.ts'
import type { PodLogs } from './pod-logs.ts'
import type { Target } from './request-path.ts'
import type { ObjectStore } from './store.ts'
import type { WatchCache } from './watch-cache.ts'

/** What the handlers of the server work on. */
export type ServerParts = {
  store: ObjectStore
  cache: WatchCache
  logs: PodLogs
  access: Access & AccessControl
  /** Servers that stand behind services, by `namespace/name`: `http://127.0.0.1:8080`. */
  behind: Map<string, string>
}

/** One request on its way to its answer. */
export type Exchange = ServerParts & {
  method: string
  target: Target
  /** Behind a proxy: the rest of the path, with what is asked. */
  path: string
  query: URLSearchParams
  contentType: string
  body: string
  userAgent: string
  identity: Identity
  /** Texts of Warning headers, filled on the way. */
  warnings: string[]
  response: ServerResponse
}

/** An answer in JSON, or in text; undefined: the handler streams it itself. */
export type Answer = { code: number; body?: unknown; text?: string } | undefined
