/** A registry in this process with an image for every name and tag: for tests whose matter is something else. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { digestOf } from '../registry/registry.ts'

interface ImageServer {
  /** `host/goalixa/app:1.4.0@sha256:…`, which can be pulled from now on. */
  readonly image: (repository: string, tag: string) => string
}

const type = 'application/vnd.oci.image.manifest.v1+json'

/** Lives as long as the process, and does not keep it alive. */
export async function serveImages(): Promise<ImageServer> {
  const kept = new Map<string, Buffer>()
  const keep = (content: string, mediaType: string) => {
    const bytes = Buffer.from(content)
    const digest = digestOf(bytes)
    kept.set(digest, bytes)
    return { mediaType, digest, size: bytes.length }
  }
  const server = createServer((request, response) => {
    const reference = request.url!.split('/').at(-1)!
    const bytes = kept.get(reference) ?? kept.get(request.url!)
    if (bytes === undefined) {
      const errors = [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' }]
      return void response.writeHead(404).end(JSON.stringify({ errors }))
    }
    response.setHeader('docker-content-digest', digestOf(bytes)).end(bytes)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  server.unref()
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    image: (repository, tag) => {
      const config = { os: 'linux', architecture: 'amd64', config: {} }
      const manifest = {
        schemaVersion: 2,
        mediaType: type,
        config: keep(JSON.stringify(config), 'application/vnd.oci.image.config.v1+json'),
        layers: [keep(`${repository} ${tag}`, 'application/vnd.oci.image.layer.v1.tar+gzip')],
      }
      const { digest } = keep(JSON.stringify(manifest), type)
      kept.set(`/v2/${repository}/manifests/${tag}`, kept.get(digest)!)
      return `${host}/${repository}:${tag}@${digest}`
    },
  }
}
