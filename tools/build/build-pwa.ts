/**
 * The app as it is served at `/app/`: scripts and styles with the hash of their content in the name, documents that name
 * them, and the worker that keeps all of it. Files of the previous build stay, for windows that are still open.
 */
import { createHash } from 'node:crypto'
import { existsSync, globSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { bundleAsync } from 'lightningcss'
import { rolldown } from 'rolldown'
import type { RolldownOutput } from 'rolldown'
import { root } from '../features.ts'

const source = join(root, 'packages', 'pwa')
const documents = {
  'index.html': 'shell',
  'auth.html': 'auth',
  'app.html': 'app',
  'mail-link.html': 'mail',
  'offline.html': undefined,
} as const
const persianFont = '@fontsource-variable/vazirmatn/files/vazirmatn-arabic-wght-normal.woff2'
const target = ['chrome140', 'firefox150', 'safari18']

interface Built {
  readonly version: string
  /** Bytes after gzip, by path. */
  readonly sizes: Readonly<Record<string, number>>
  /** What the shell and the app frame load before anything can be done. */
  readonly interactive: number
}

/** @param mark tells builds of the same sources apart, for tests of updates */
export async function buildPwa(folder = join(source, 'dist'), mark = ''): Promise<Built> {
  const files = new Map<string, string | Buffer>()
  for (const file of globSync('*', { cwd: join(source, 'public') }))
    files.set(file, await readFile(join(source, 'public', file)))
  const version = hash([...(await sourcesText()), mark].join('\n')).slice(0, 12)
  const scripts = await bundleScripts(version)
  for (const chunk of scripts.output)
    files.set(chunk.fileName, chunk.type === 'chunk' ? chunk.code : Buffer.from(chunk.source))
  const names = namesOf(scripts)
  const font = await readFile(createRequire(import.meta.url).resolve(persianFont))
  const fontPath = `assets/vazirmatn-${hash(font).slice(0, 8)}.woff2`
  for (const [name, file] of [
    ['design.css', 'app/app.css'],
    ['shell.css', 'shell/shell.css'],
  ] as const) {
    const bundled = await bundleStyle(join(source, 'src', file))
    const css = bundled.replace('assets/vazirmatn.woff2', fontPath)
    const path = `assets/${name.replace('.css', '')}-${hash(css).slice(0, 8)}.css`
    files.set(path, css)
    names.set(name, `/app/${path}`)
  }
  const theme = await bundleClassic('theme.ts', {})
  const themePath = `assets/theme-${hash(theme).slice(0, 8)}.js`
  files.set(themePath, theme)
  names.set('theme', `/app/${themePath}`)
  for (const [document, entry] of Object.entries(documents)) {
    const html = await readFile(join(source, 'src', 'pages', document), 'utf8')
    files.set(document, fill(html, names, entry === undefined ? [] : preloads(scripts, entry)))
  }
  const precache = [...files].map(([file, content]) => [addressOf(file), hash(content)])
  // Loaded where Persian is read, and kept by its immutable name; nobody else's device has to hold it.
  files.set(fontPath, font)
  const sw = await bundleClassic('worker/sw.ts', {
    GOALIXA_PRECACHE: JSON.stringify(precache),
    ...constants(version),
  })
  files.set('sw.js', sw)
  files.set('version.json', `${JSON.stringify({ version, sw: 'on', files: [...files.keys()] })}\n`)
  await write(folder, files)
  return measure(version, files, scripts)
}

/** Builds what is missing or older than its sources. */
export async function ensurePwa(folder = join(source, 'dist')): Promise<void> {
  const built = join(folder, 'version.json')
  const since = existsSync(built) ? statSync(built).mtimeMs : 0
  const isStale = [...sourceFiles(), join(root, 'tools', 'build', 'build-pwa.ts')].some(
    (file) => statSync(file).mtimeMs > since,
  )
  if (isStale) await buildPwa(folder)
}

const sourceFiles = (): string[] =>
  ['pwa/{src,public}/**/*.*', '{client,contracts,domain,replica}/src/**/*.ts'].flatMap((pattern) =>
    globSync(pattern, { cwd: join(root, 'packages') })
      .filter((file) => !/\.test\.ts$|\/testing/.test(file))
      .map((file) => join(root, 'packages', file)),
  )
const sourcesText = (): Promise<string[]> =>
  Promise.all(
    sourceFiles()
      .toSorted()
      .map((file) => readFile(file, 'utf8')),
  )

const constants = (version: string) => ({ GOALIXA_VERSION: JSON.stringify(version) })

/** Failures of `goalixa ops` are met in no browser: their words need not be loaded there. */
const withoutOps = {
  name: 'without-ops',
  load: (id: string) =>
    id.endsWith('/contracts/src/ops-errors.ts') ? 'export const opsErrors = {}' : undefined,
}

async function bundleScripts(version: string): Promise<RolldownOutput> {
  const build = await rolldown({
    cwd: source,
    input: {
      shell: 'src/shell/main.ts',
      auth: 'src/auth/main.ts',
      app: 'src/app/main.ts',
      mail: 'src/auth/mail-link.ts',
    },
    platform: 'browser',
    plugins: [withoutOps],
    transform: { target, define: constants(version) },
    experimental: {},
  })
  const output = await build.generate({
    format: 'esm',
    minify: true,
    entryFileNames: 'assets/[name]-[hash].js',
    chunkFileNames: 'assets/[name]-[hash].js',
  })
  await build.close()
  return output
}

/** One file that needs no other, for where no module can be. */
async function bundleClassic(file: string, define: Record<string, string>): Promise<string> {
  const build = await rolldown({
    cwd: source,
    input: join('src', file),
    platform: 'browser',
    transform: { target, define },
  })
  const { output } = await build.generate({ format: 'iife', minify: true })
  await build.close()
  return output[0].code
}

async function bundleStyle(file: string): Promise<string> {
  const { code } = await bundleAsync({
    filename: file,
    minify: true,
    targets: { chrome: 140 << 16, firefox: 150 << 16, safari: 18 << 16 },
  })
  return code.toString()
}

const namesOf = ({ output }: RolldownOutput): Map<string, string> =>
  new Map(
    output.flatMap((chunk) =>
      chunk.type === 'chunk' && chunk.isEntry ? [[chunk.name, `/app/${chunk.fileName}`]] : [],
    ),
  )

/** Everything that an entry imports, also by way of others, without what is loaded later. */
function importsOf({ output }: RolldownOutput, entry: string): string[] {
  const chunks = new Map(
    output.flatMap((chunk) => (chunk.type === 'chunk' ? [[chunk.fileName, chunk] as const] : [])),
  )
  const first = [...chunks.values()].find(({ name, isEntry }) => isEntry && name === entry)!
  const found = new Set([first.fileName])
  for (const file of found) for (const imported of chunks.get(file)?.imports ?? []) found.add(imported)
  return [...found]
}

const preloads = (scripts: RolldownOutput, entry: string): string[] =>
  importsOf(scripts, entry)
    .slice(1)
    .map((file) => `<link rel="modulepreload" href="/app/${file}" />`)

function fill(html: string, names: ReadonlyMap<string, string>, preloads: readonly string[]): string {
  return html
    .replace('    %preload%\n', preloads.map((line) => `    ${line}\n`).join(''))
    .replaceAll(/%([\w.]+)%/g, (_, name: string) => {
      const path = names.get(name)
      if (path === undefined) throw new Error(`a document names ${name}, which is not built`)
      return path
    })
}

/** Files first that nobody names yet, then those that name them. */
async function write(folder: string, files: ReadonlyMap<string, string | Buffer>): Promise<void> {
  const previous = await readFile(join(folder, 'version.json'), 'utf8')
    .then((text) => (JSON.parse(text) as { files: string[] }).files)
    .catch(() => [])
  const keep = new Set([...files.keys(), ...previous])
  for (const file of globSync('**/*.*', { cwd: folder })) if (!keep.has(file)) await rm(join(folder, file))
  const last = (file: string) =>
    file.startsWith('assets/') ? 0 : file === 'sw.js' ? 2 : file === 'version.json' ? 3 : 1
  for (const [file, content] of [...files].toSorted(([a], [b]) => last(a) - last(b))) {
    const path = join(folder, file)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(`${path}.${process.pid}.new`, content)
    await rename(`${path}.${process.pid}.new`, path)
  }
}

const addressOf = (file: string): string => (file === 'index.html' ? '/app/' : `/app/${file}`)

const hash = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex')

function measure(
  version: string,
  files: ReadonlyMap<string, string | Buffer>,
  scripts: RolldownOutput,
): Built {
  const sizes = Object.fromEntries([...files].map(([file, content]) => [file, gzipSync(content).length]))
  const start = scripts.output.find((chunk) => chunk.type === 'chunk' && chunk.name === 'start')
  const first = new Set([
    ...['shell', 'app'].flatMap((entry) => importsOf(scripts, entry)),
    ...(start?.type === 'chunk' ? [start.fileName, ...start.imports] : []),
  ])
  return { version, sizes, interactive: [...first].reduce((sum, file) => sum + (sizes[file] ?? 0), 0) }
}
