/** How a request to the cluster is put, and its answer read. */
import type { Dispatcher } from 'undici'
import { ApiRefusal } from './api-refusal.ts'

export interface Ask {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body?: unknown
  readonly type?: string
  readonly signal?: AbortSignal
  readonly isStream?: boolean
  readonly isSafe?: boolean
}

export function queryOf(parts: Readonly<Record<string, string | undefined>>): string {
  const { namespace: _, ...rest } = parts
  const query = new URLSearchParams(
    Object.entries(rest).filter((pair): pair is [string, string] => pair[1] !== undefined),
  ).toString()
  return query === '' ? '' : `?${query}`
}

export async function bodyOf(answer: Dispatcher.ResponseData): Promise<unknown> {
  try {
    return parsed(await answer.body.text())
  } catch (error) {
    throw new ApiRefusal(0, undefined, undefined, error)
  }
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const single = (header: string | string[] | undefined) => (Array.isArray(header) ? header[0] : header)

/** Lines that are not empty, as they come. Rejects with `ApiRefusal` when the connection breaks. */
export async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for await (const chunk of body) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop()!
      yield* lines.filter((line) => line !== '')
    }
  } catch (error) {
    throw new ApiRefusal(0, undefined, undefined, error)
  }
}
