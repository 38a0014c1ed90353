/**
 * The command as it is installed: plain JavaScript that needs no other package, one file per command and what they have
 * in common beside them.
 */
import { existsSync, globSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Config, settings } from '@oclif/core'
import { rolldown } from 'rolldown'
import { builtCli } from './built-cli.ts'
import { builtins } from './builtins.ts'
import { lazyRequires } from './lazy-requires.ts'
import { commandPages } from './command-pages.ts'
import { manPages } from './man-pages.ts'
import { root } from '../features.ts'
import { schemas } from '../schemas.ts'

const source = join(root, 'packages', 'cli')

/**
 * What the shortest commands need is one file, and what the timer needs beyond that another: finding, reading and linking
 * many takes longer than running them. What comes earlier in this list has the first choice.
 */
const together = {
  core: ['main.ts', 'commands/status.ts', 'local-status.ts'],
  timer: [
    ...['start', 'stop', 'continue'].map((name) => `commands/${name}.ts`),
    'local-timer.ts',
    'new-id.ts',
  ],
}

/** `target`: a folder, made anew. */
export async function buildCli(target: string): Promise<void> {
  await rm(target, { recursive: true, force: true })
  await mkdir(join(target, 'bin'), { recursive: true })
  await bundle(join(target, 'lib'))
  await copyJq(join(target, 'jq'))
  await copyMigrations(target)
  await writeManifest(target)
  await cp(join(root, 'LICENSE'), join(target, 'LICENSE'))
  const bin = await readFile(join(source, 'bin', 'goalixa.js'), 'utf8')
  await writeFile(join(target, 'bin', 'goalixa.js'), builtBin(bin), { mode: 0o755 })
}

/** Builds it there unless it is newer than all that it is made of. */
export async function ensureCli(): Promise<void> {
  const built = join(builtCli, 'oclif.manifest.json')
  const since = existsSync(built) ? statSync(built).mtimeMs : 0
  if (sourceFiles().some((file) => statSync(file).mtimeMs > since)) await buildCli(builtCli)
}

const sourceFiles = (): string[] =>
  [
    'packages/{cli,client,contracts,domain,ops,replica,service-kit}/src/**/*.ts*',
    'packages/{app,auth}/migrations/*.sql',
    'packages/cli/{package.json,bin/*}',
    'tools/build/*.ts',
  ].flatMap((pattern) => globSync(pattern, { cwd: root }).map((file) => join(root, file)))

async function bundle(target: string): Promise<void> {
  const imports = new Map<string, readonly string[]>()
  const build = await rolldown({
    cwd: source,
    input: entries(),
    platform: 'node',
    plugins: [
      lazyRequires(/node_modules\/@oclif\//),
      builtins,
      { name: 'imports', moduleParsed: ({ id, importedIds }) => void imports.set(id, importedIds) },
    ],
    // Ink asks for the second one only while somebody debugs it; pg for the last ones where they are installed.
    external: [/^node:/, 'react-devtools-core', 'pg-native', 'pg-cloudflare'],
  })
  const groups = Object.entries(together).map(([name, files], index, { length }) => ({
    name,
    priority: length - index,
    test: oneOf(() => reachable(files, imports)),
  }))
  await build.write({
    dir: target,
    format: 'esm',
    minify: true,
    chunkFileNames: 'parts/[name]-[hash].js',
    codeSplitting: { groups },
  })
  await build.close()
}

/** jq finds its WebAssembly beside itself: it is not put together with the rest. The manifest says where it is. */
async function copyJq(target: string): Promise<void> {
  const from = dirname(createRequire(join(source, 'package.json')).resolve('jq-web'))
  await mkdir(target)
  await cp(join(from, 'jq.js'), join(target, 'jq.cjs'))
  for (const file of ['jq.wasm', 'LICENSE']) await cp(join(from, file), join(target, file))
}

/** A backup is restored into what they make. */
async function copyMigrations(target: string): Promise<void> {
  for (const { schema, folder } of schemas)
    await cp(folder, join(target, 'packages', schema, 'migrations'), { recursive: true })
}

function entries(): Record<string, string> {
  const commands = globSync('commands/**/*.ts', { cwd: join(source, 'src') })
  const named = ['main.ts', 'temporal.ts', ...commands].map((file) => [
    file.slice(0, -'.ts'.length),
    join(source, 'src', file),
  ])
  return Object.fromEntries(named) as Record<string, string>
}

/** All that these files import, and what that imports, without what is loaded later. */
function reachable(files: readonly string[], imports: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set(files.map((file) => join(source, 'src', file)))
  for (const file of found) for (const imported of imports.get(file) ?? []) found.add(imported)
  return found
}

/** The set is made when the first question comes: every module has been read by then. */
function oneOf(make: () => ReadonlySet<string>): (id: string) => boolean {
  let set: ReadonlySet<string> | undefined
  return (id) => (set ??= make()).has(id)
}

/** oclif reads the manifest instead of every command. */
async function writeManifest(target: string): Promise<void> {
  const manifest = JSON.parse(await readFile(join(source, 'package.json'), 'utf8')) as {
    version: string
    oclif: object
  } & Record<string, unknown>
  const { private: _, dependencies: __, ...rest } = manifest
  const installed = {
    ...rest,
    engines: { node: '>=24' },
    imports: { '#jq': './jq/jq.cjs' },
    name: 'goalixa',
    man: await writeManPages(target, manifest.version),
    oclif: { ...manifest.oclif, commands: './lib/commands' },
  }
  await writeFile(join(target, 'package.json'), `${JSON.stringify(installed, null, 2)}\n`)
  settings.enableAutoTranspile = false
  const config = await Config.load({ root: target })
  const plugin = config.plugins.get(config.name) as unknown as {
    manifest: { commands: Record<string, { output?: unknown }> }
  }
  // The schemas are in the commands themselves.
  for (const command of Object.values(plugin.manifest.commands)) delete command.output
  await writeFile(join(target, 'oclif.manifest.json'), JSON.stringify(plugin.manifest))
}

/** Answers where they are in the package: npm puts them where `man` looks. */
async function writeManPages(target: string, version: string): Promise<string[]> {
  const folder = join('share', 'man', 'man1')
  await mkdir(join(target, folder), { recursive: true })
  const pages = manPages(await commandPages(), version)
  for (const [file, text] of pages) await writeFile(join(target, folder, file), text)
  return [...pages.keys()].map((file) => `./${folder}/${file}`)
}

/** The same file, which finds what was built instead of the sources. */
function builtBin(bin: string): string {
  const built = bin
    .replace(`import('../src/main.ts')`, `import('../lib/main.js')`)
    .replace(`import('../src/temporal.ts')`, `import('../lib/temporal.js')`)
    .replace(`join(root, 'src', 'commands'), ending: '.ts'`, `join(root, 'lib', 'commands'), ending: '.js'`)
  if (built.includes('src'))
    throw new Error('bin/goalixa.js has changed: the build no longer knows its paths')
  return built
}
