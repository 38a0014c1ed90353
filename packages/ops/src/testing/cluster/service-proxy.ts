import type { ServerResponse } from 'node:http'
import type { Answer, Exchange } from './exchange.ts'
import { failure, notFound } from './status.ts'

/**
 * `GET services/x:8080/proxy/path`: what stands behind the service in the test answers; without anything the cluster says
 * so itself. @throws ApiError 404, 503
 */
export function askBehind({ store, target, behind, path, response }: Exchange): Answer {
  const { resource, namespace = '' } = target
  const [name = ''] = (target.name ?? '').split(':')
  if (store.get('services', namespace, name) === undefined) throw notFound(resource, target.name ?? '')
  const server = behind.get(`${namespace}/${name}`)
  if (server === undefined)
    throw failure(503, 'ServiceUnavailable', `no endpoints available for service "${target.name}"`)
  forward(`${server}${path}`, response).catch(() => void response.destroy())
  return undefined
}

async function forward(url: string, response: ServerResponse): Promise<void> {
  const answer = await fetch(url)
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' })
  response.end(Buffer.from(await answer.arrayBuffer()))
}
