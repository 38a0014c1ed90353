/** One request to the management interface, and what may be answered. */
import type { Backend } from './backend.ts'
import type { Who } from './identity.ts'
import type { HarborState } from './state.ts'
import { unprocessable } from './refusal.ts'

export interface Call {
  readonly state: HarborState
  readonly backend: Backend
  readonly who: Who
  readonly method: string
  /** As it came, without its query. */
  readonly path: string
  /** Decoded once; a repository's name is decoded once more. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly text: string
  readonly isName: boolean
}

export interface Reply {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** `POST /projects/:project/robots` and what it does. */
export type Routes = Readonly<Record<string, (call: Call) => Reply | Promise<Reply>>>

export function bodyOf(call: Call, kind: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(call.text) as Record<string, unknown>
  } catch {
    throw unprocessable(
      `parsing ${kind} body from "" failed, because invalid character 'b' looking for beginning of object key string`,
    )
  }
}

export const json = (body: unknown, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status: 200,
  body,
  headers,
})
export const done: Reply = { status: 200 }
export const created = (location?: string): Reply => ({
  status: 201,
  ...(location === undefined ? {} : { headers: { location } }),
})
