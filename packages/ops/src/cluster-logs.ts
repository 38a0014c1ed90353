/** What a container wrote: once, or as it comes. */
import type { Dispatcher } from 'undici'
import { ApiRefusal } from './api-refusal.ts'
import type { Ask } from './cluster-request.ts'
import { bodyOf, linesOf, parsed, queryOf } from './cluster-request.ts'
import { kinds } from './kinds.ts'
import { pathOf } from './kube-object.ts'

interface LogOptions {
  readonly container?: string
  /** Of the container before its last restart. */
  readonly previous?: boolean
  readonly tailLines?: number
  readonly limitBytes?: number
}

interface FollowOptions {
  readonly container: string
  /** Lines of before; all when absent. */
  readonly tailLines?: number | undefined
  /** RFC 3339; the server knows it to the second. */
  readonly sinceTime?: string
  readonly signal: AbortSignal
}

/** `at` is RFC 3339 to the nanosecond, as the node stamped it: it sorts as text. */
export interface LogLine {
  readonly at: string
  readonly text: string
}

export interface ClusterLogs {
  readonly logs: (namespace: string, pod: string, options?: LogOptions) => Promise<string>
  /** Ends with the container. Rejects with `ApiRefusal` when the line breaks, or is silent for long: it may be dead. */
  readonly followLogs: (namespace: string, pod: string, options: FollowOptions) => AsyncIterable<LogLine>
}

export function createClusterLogs(call: (ask: Ask) => Promise<Dispatcher.ResponseData>): ClusterLogs {
  return {
    logs: async (namespace, pod, { container, previous, tailLines, limitBytes } = {}) => {
      const query = queryOf({
        container,
        ...(previous === true ? { previous: 'true' } : {}),
        tailLines: tailLines?.toString(),
        limitBytes: limitBytes?.toString(),
      })
      const answer = await call({ method: 'GET', path: `${pathFor(namespace, pod)}${query}` })
      const words = await answer.body.text()
      if (answer.statusCode < 300) return words
      throw new ApiRefusal(answer.statusCode, parsed(words))
    },
    followLogs: async function* follow(namespace, pod, { container, tailLines, sinceTime, signal }) {
      const query = queryOf({
        container,
        follow: 'true',
        timestamps: 'true',
        tailLines: tailLines?.toString(),
        sinceTime,
      })
      const path = `${pathFor(namespace, pod)}${query}`
      const answer = await call({ method: 'GET', path, signal, isStream: true })
      if (answer.statusCode >= 300) throw new ApiRefusal(answer.statusCode, await bodyOf(answer))
      for await (const line of linesOf(answer.body)) {
        const space = line.indexOf(' ')
        yield { at: line.slice(0, space), text: line.slice(space + 1) }
      }
    },
  }
}

const pathFor = (namespace: string, name: string): string =>
  pathOf(kinds.Pod, { namespace, name, subresource: 'log' })
