/** The gallery of the design system, as a small server of its own: it is no part of the app that people install. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundleAsync } from 'lightningcss'
import { rolldown } from 'rolldown'
import { root } from '../features.ts'

const design = join(root, 'packages', 'pwa', 'src', 'design')

/** What the app may do, so that what works here works there. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; " +
  "require-trusted-types-for 'script'; trusted-types gx lit-html"

const style = async (file: string) =>
  (await bundleAsync({ filename: join(design, file), minify: true })).code.toString()

async function script(): Promise<string> {
  const build = await rolldown({ input: join(design, 'gallery.ts'), platform: 'browser' })
  const { output } = await build.generate({ format: 'esm', minify: true })
  await build.close()
  return output[0].code
}

interface Gallery {
  readonly url: string
  close(): Promise<void>
}

export async function serveGallery(port = 0): Promise<Gallery> {
  const files: ReadonlyMap<string, readonly [type: string, text: string]> = new Map([
    ['/', ['text/html', await readFile(join(design, 'gallery.html'), 'utf8')]],
    ['/gallery.js', ['text/javascript', await script()]],
    ['/design.css', ['text/css', await style('design.css')]],
    ['/gallery/gallery.css', ['text/css', await style('gallery/gallery.css')]],
  ])
  const server = createServer((request, response) => {
    const [type, text] = files.get(new URL(request.url!, 'http://gallery').pathname) ?? [
      'text/plain',
      undefined,
    ]
    response.writeHead(text === undefined ? 404 : 200, {
      'Content-Type': `${type}; charset=utf-8`,
      'Content-Security-Policy': policy,
    })
    response.end(text)
  })
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

if (import.meta.main) console.log((await serveGallery(Number(process.env['PORT'] ?? 0))).url)
