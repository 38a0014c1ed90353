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
import { errorCatalogue } from '@goalixa/contracts/error-catalogue'
import { opsErrors } from '@goalixa/contracts/ops-errors'
import { bundleAsync } from 'lightningcss'
import { rolldown } from 'rolldown'
import type { CodeSplittingGroup, OutputChunk, OutputOptions, RolldownOutput } from 'rolldown'
import { root } from '../features.ts'

const source = join(root, 'packages', 'pwa')
const documents = {
  'index.html': 'shell',
  'auth.html': 'auth',
  'app.html': 'app',
  'mail-link.html': 'mail',
  'offline.html': undefined,
} as const
const scriptOf = {
  shell: 'src/shell/main.ts',
  auth: 'src/auth/main.ts',
  app: 'src/app/main.ts',
  mail: 'src/auth/mail-link.ts',
}
const entries = Object.keys(scriptOf)
const persianFont = '@fontsource-variable/vazirmatn/files/vazirmatn-arabic-wght-normal.woff2'
const target = ['chrome140', 'firefox150', 'safari18']

interface Built {
  readonly version: string
  /** Bytes after gzip, by path. */
  readonly sizes: Readonly<Record<string, number>>
  /** What the shell and the app frame load before anything can be done, with the words of one language. */
  readonly interactive: number
}

/** @param mark tells builds of the same sources apart, for tests of updates */
export async function buildPwa(folder = join(source, 'dist'), mark = ''): Promise<Built> {
  const files = new Map<string, string | Buffer>()
  for (const file of globSync('*', { cwd: join(source, 'public') }))
    files.set(file, await readFile(join(source, 'public', file)))
  const version = hash([...(await textOf([...sourceFiles(), ...howItIsBuilt])), mark].join('\n')).slice(0, 12)
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
  const isStale = [...sourceFiles(), ...howItIsBuilt].some((file) => statSync(file).mtimeMs > since)
  if (isStale) await buildPwa(folder)
}

const sourceFiles = (): string[] =>
  ['pwa/{src,public}/**/*.*', '{client,contracts,domain,replica}/src/**/*.ts'].flatMap((pattern) =>
    globSync(pattern, { cwd: join(root, 'packages') })
      .filter((file) => !/\.test\.ts$|\/testing/.test(file))
      .map((file) => join(root, 'packages', file)),
  )
/** Another bundler or library is another build, of the same sources. */
const howItIsBuilt = ['tools/build/build-pwa.ts', 'package-lock.json'].map((file) => join(root, file))
const textOf = (files: readonly string[]): Promise<string[]> =>
  Promise.all(files.toSorted().map((file) => readFile(file, 'utf8')))

const constants = (version: string) => ({ GOALIXA_VERSION: JSON.stringify(version) })

/**
 * What a browser needs of the catalogue: it never meets failures of `goalixa ops`, and says what to do next in words of its
 * own, in the language of the device.
 */
const shortCatalogue = {
  name: 'short-catalogue',
  load(id: string) {
    if (!id.endsWith('/contracts/src/error-catalogue.ts')) return undefined
    const rows = Object.entries(errorCatalogue)
      .filter(([code]) => !Object.hasOwn(opsErrors, code))
      .map(([code, { status, title }]) => [code, { status, title }])
    return `export const errorCatalogue = ${JSON.stringify(Object.fromEntries(rows))}`
  },
}

async function bundleScripts(version: string): Promise<RolldownOutput> {
  const build = await rolldown({
    cwd: source,
    input: scriptOf,
    platform: 'browser',
    plugins: [shortCatalogue],
    transform: { target, define: constants(version) },
    experimental: {},
  })
  const options: OutputOptions = {
    format: 'esm',
    minify: true,
    entryFileNames: 'assets/[name]-[hash].js',
    chunkFileNames: 'assets/[name]-[hash].js',
  }
  const apart = await build.generate(options)
  const output = await build.generate({ ...options, codeSplitting: { groups: together(apart) } })
  await build.close()
  return output
}

/**
 * The bundler splits so finely that nothing is loaded in vain, and imports follow imports eight deep. What an entry begins
 * with belongs into one file instead, and what it shares with others into at most three: it packs better, and is asked
 * for at once.
 */
function together(apart: RolldownOutput): CodeSplittingGroup[] {
  const needing = new Map<string, Set<string>>()
  for (const entry of entries)
    for (const { moduleIds } of importsOf(apart, entry))
      for (const module of moduleIds) needing.set(module, (needing.get(module) ?? new Set()).add(entry))
  const isOf = (entry: string, least: number) => (module: string) => {
    const by = needing.get(module)
    return by !== undefined && by.size >= least && by.has(entry)
  }
  // In this order: a file takes along what its modules import, and that is needed by as many at least.
  return [
    { name: 'all', test: isOf('shell', 2) },
    { name: 'frames', test: isOf('app', 2) },
    { name: 'forms', test: isOf('auth', 2) },
    ...entries.map((entry) => ({ name: entry, test: isOf(entry, 1) })),
  ]
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

/** The chunk of an entry and all that it imports, also by way of others, without what is loaded later. */
function importsOf({ output }: RolldownOutput, entry: string): OutputChunk[] {
  const chunks = new Map(
    output.flatMap((one) => (one.type === 'chunk' ? [[one.fileName, one] as const] : [])),
  )
  const found = new Set([[...chunks.values()].find(({ isEntry, name }) => isEntry && name === entry)!])
  for (const { imports } of found) for (const file of imports) found.add(chunks.get(file)!)
  return [...found]
}

/** All that a document needs at once, but its entry, which it names itself. */
const preloads = (scripts: RolldownOutput, entry: string): string[] =>
  importsOf(scripts, entry)
    .slice(1)
    .map(({ fileName }) => `<link rel="modulepreload" href="/app/${fileName}" />`)

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
  const words = scripts.output.filter(
    (one) => one.type === 'chunk' && /\/words\/en\/(?:frame|timer)\.ts$/.test(one.facadeModuleId ?? ''),
  )
  const first = new Set([...['shell', 'app'].flatMap((name) => importsOf(scripts, name)), ...words])
  return {
    version,
    sizes,
    interactive: [...first].reduce((sum, { fileName }) => sum + (sizes[fileName] ?? 0), 0),
  }
}
