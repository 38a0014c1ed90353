/** SW-01, W8: the worker keeps all that the documents lead to, nothing else, and each byte is what its hash says. */
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { posix } from 'node:path'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildPwa } from './build-pwa.ts'

const folder = mkdtempSync(join(tmpdir(), 'goalixa-precache-'))
let precache: ReadonlyMap<string, string>
beforeAll(async () => {
  await buildPwa(folder)
  const worker = readFileSync(join(folder, 'sw.js'), 'utf8')
  precache = new Map(
    [...worker.matchAll(/\[`(\/app\/[^`]*)`,`([0-9a-f]{64})`\]/g)].map((one) => [one[1]!, one[2]!]),
  )
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const fileOf = (address: string) => (address === '/app/' ? 'index.html' : address.slice('/app/'.length))
const read = (address: string) => readFileSync(join(folder, fileOf(address)))

/** Loaded where Persian is read; see the build. */
const isForSome = (address: string) => address.endsWith('.woff2')
/** Of browsers and systems, who ask for them without a document. */
const asked = ['/app/', '/app/auth.html', '/app/app.html', '/app/mail-link.html', '/app/offline.html']
/** The worker asks for these itself, each time. */
const isOfWorker = (address: string) => ['/app/sw.js', '/app/version.json'].includes(address)

/** Addresses of files that a file leads to, however it says so. */
function linksOf(address: string): string[] {
  const text = read(address).toString('utf8')
  const found = /\.(?:png|woff2|svg)$/.test(address)
    ? []
    : [
        ...text.matchAll(/(?:href|src)="([^"#?]+)/g),
        ...text.matchAll(/["'`](\/app\/[\w./-]+\.\w+)["'`]/g),
        ...text.matchAll(/(?:from|import)\s*\(?\s*["'`](\.[^"'`]+)["'`]/g),
        ...text.matchAll(/["'`](\.\/[\w.-]+\.(?:js|css))["'`]/g),
        ...text.matchAll(/url\("?([^)"]+)"?\)/g),
      ].map((match) => match[1]!)
  return found
    .filter((link) => !/^(?:data|https?):/.test(link))
    .map((link) =>
      link.startsWith('/') ? link : posix.resolve(posix.dirname(`/app/${fileOf(address)}`), link),
    )
    .filter((link) => link.startsWith('/app/'))
}

test('SW-01: what the documents lead to is kept, and nothing else', () => {
  const reached = new Set(asked)
  for (const address of reached)
    for (const link of linksOf(address)) if (!isOfWorker(link) && !isForSome(link)) reached.add(link)
  expect([...precache.keys()].filter((one) => !reached.has(one))).toEqual([])
  expect([...reached].filter((one) => !precache.has(one))).toEqual([])
  expect(reached.size).toBeGreaterThan(40)
})

test('SW-02: each file is what its hash says', () => {
  for (const [address, hash] of precache)
    expect([address, createHash('sha256').update(read(address)).digest('hex')]).toEqual([address, hash])
})

test('W8: icons are as large as they say, and every address of the manifest is there', () => {
  const manifest = JSON.parse(read('/app/manifest.webmanifest').toString('utf8')) as {
    icons: { src: string; sizes: string }[]
    shortcuts: { url: string; icons: { src: string; sizes: string }[] }[]
  }
  for (const { src, sizes } of [...manifest.icons, ...manifest.shortcuts.flatMap(({ icons }) => icons)]) {
    expect(precache.has(src), src).toBe(true)
    if (!src.endsWith('.png')) continue
    const bytes = read(src)
    expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(sizes)
  }
})
