/** The span of a request that came to a service. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestContext } from './context.ts'
import { beginSpan } from './spans.ts'

interface RequestSpan {
  /** The request's own context: what is asked on its behalf hangs below this span. */
  readonly context: RequestContext
  /** `route`: the id of the route table. */
  end(route: string, response: Pick<ServerResponse, 'statusCode'>): void
}

/** Asked every second by whoever watches the process: they tell nothing. */
const probes = new Set(['/healthz', '/readyz'])

/** Undefined while nobody records spans. */
export function beginRequestSpan(
  { method = '', url = '' }: Pick<IncomingMessage, 'method' | 'url'>,
  context: RequestContext,
): RequestSpan | undefined {
  const span = probes.has(url) ? undefined : beginSpan('server', method, context)
  return (
    span && {
      context: { requestId: context.requestId, ...span.trace },
      end(route, { statusCode }) {
        span.end({
          name: `${method} ${route}`,
          failed: statusCode >= 500,
          attributes: {
            'http.request.method': method,
            'http.response.status_code': statusCode,
            'goalixa.route': route,
            'goalixa.request_id': context.requestId,
          },
        })
      },
    }
  )
}
