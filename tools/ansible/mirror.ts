/** A mirror of releases on 127.0.0.1, with small programs in place of large ones. */
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex')

export interface Mirror {
  readonly url: string
  readonly close: () => Promise<void>
}

/** `files` by path: `{ 'v1/k3s': '#!/bin/sh…' }`. */
export async function startMirror(files: Readonly<Record<string, string | Buffer>>): Promise<Mirror> {
  const server = createServer((request, response) => {
    const content = files[decodeURIComponent(request.url!.slice(1))]
    response.writeHead(content === undefined ? 404 : 200).end(request.method === 'HEAD' ? undefined : content)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
