/** What stands between the load and the upstream, each a process of its own: `node peers.ts NAME PORT UPSTREAM_PORT`. */
import { createServer } from 'node:http'
import httpProxy from '@fastify/http-proxy'
import fastify from 'fastify'
import { createProxyMiddleware } from 'http-proxy-middleware'
import { Pool } from 'undici'

const [name = '', port = '', upstream = '', publicKeys = '{}'] = process.argv.slice(2)
const target = `http://127.0.0.1:${upstream}`
const body = JSON.stringify({ running: null, note: 'x'.repeat(200) })

const peers: Record<string, () => Promise<unknown>> = {
  /** Stands for both services: keys, an empty list of revocations, and one small document for everything else. */
  async upstream() {
    const answers: Record<string, string> = {
      '/auth/.well-known/jwks.json': publicKeys,
      '/internal/revocations?after=0': '{"cursor":0,"items":[]}',
      '/internal/rate-limits/lease': '{"granted":30000,"remaining":900000,"waitSeconds":0}',
    }
    const server = createServer((request, response) => {
      const text = answers[request.url!] ?? body
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
      })
      response.end(text)
    })
    server.keepAliveTimeout = 60_000
    await new Promise<void>((resolve) => server.listen(Number(port), '127.0.0.1', resolve))
  },
  /** The least that a proxy on Node can do: no check, no limit, no log, no word about it. */
  async 'bare node:http + undici'() {
    const pool = new Pool(target, { connections: 128, allowH2: false })
    const server = createServer((request, response) => {
      let body: Buffer | undefined
      pool.dispatch(
        { path: request.url!, method: 'GET', headers: { authorization: request.headers.authorization! } },
        {
          onRequestStart() {},
          onResponseStart: ({ rawHeaders }, status) =>
            void response.writeHead(status, (rawHeaders as Buffer[]).map(String)),
          // What is asked for here comes in one piece.
          onResponseData: (_controller, chunk) => void (body = chunk),
          onResponseEnd: () => void response.end(body),
          onResponseError: () => void response.destroy(),
        },
      )
    })
    await new Promise<void>((resolve) => server.listen(Number(port), '127.0.0.1', resolve))
  },
  async 'http-proxy-middleware'() {
    // Kept connections, as anybody would configure it who cares.
    const { Agent } = await import('node:http')
    const proxy = createProxyMiddleware({ target, agent: new Agent({ keepAlive: true, maxSockets: 128 }) })
    const server = createServer((request, response) => void proxy(request, response))
    await new Promise<void>((resolve) => server.listen(Number(port), '127.0.0.1', resolve))
  },
  async '@fastify/http-proxy'() {
    const server = fastify()
    await server.register(httpProxy, { upstream: target })
    await server.listen({ port: Number(port), host: '127.0.0.1' })
  },
}
await peers[name]!()
process.send?.('ready')
// The benchmark was killed: nobody else would stop this process.
process.once('disconnect', () => process.exit())
