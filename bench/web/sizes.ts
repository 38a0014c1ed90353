/** What the build weighs, after gzip. */
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { buildPwa } from '../../tools/build/build-pwa.ts'
import type { BenchResult } from '../result.ts'

const landing = fileURLToPath(new URL('../../packages/landing/public', import.meta.url))
const kilobytes = (bytes: number) => bytes / 1024

export async function measureSizes(): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'goalixa-bench-build-'))
  try {
    const { sizes, interactive } = await buildPwa(folder)
    const sumOf = (fits: (path: string) => boolean) =>
      Object.entries(sizes).reduce((sum, [path, size]) => sum + (fits(path) ? size : 0), 0)
    return {
      figures: {},
      targets: [
        { what: 'scripts before the app can be used', seen: kilobytes(interactive), atMost: 35, unit: 'KB' },
        {
          what: 'scripts of all views, both languages, and what old browsers lack',
          seen: kilobytes(sumOf((path) => path.endsWith('.js') && path !== 'sw.js')),
          atMost: 95,
          unit: 'KB',
        },
        {
          what: 'styles of shell and app',
          seen: kilobytes(sumOf((path) => path.endsWith('.css'))),
          atMost: 12,
          unit: 'KB',
        },
        {
          what: 'precached',
          seen: kilobytes(sumOf((path) => !path.endsWith('.woff2') && path !== 'version.json')),
          atMost: 300,
          unit: 'KB',
        },
        {
          what: 'landing without its pictures',
          seen: kilobytes(await landingBytes()),
          atMost: 25,
          unit: 'KB',
        },
      ],
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** One language: the page, its styles and its icon. */
async function landingBytes(): Promise<number> {
  const names = await readdir(landing)
  const texts = names.filter((name) => ['.html', '.css', '.svg'].includes(extname(name)))
  const files = await Promise.all(texts.map((name) => readFile(join(landing, name))))
  return files.reduce((sum, file) => sum + gzipSync(file).length, 0)
}
