/** The boundaries that the design draws: who may import whom, one door per library, every feature in each layer. */
import { globSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { features, layersOf, root } from './features.ts'

/** The packages that each package may import. */
const mayImport: Record<string, readonly string[]> = {
  contracts: [],
  domain: ['contracts'],
  'service-kit': ['contracts'],
  client: ['contracts'],
  app: ['contracts', 'domain', 'service-kit'],
  auth: ['contracts', 'service-kit'],
  api: ['contracts', 'service-kit', 'client'],
  replica: ['contracts', 'domain', 'client'],
  cli: ['contracts', 'domain', 'client', 'replica'],
}

/** The files that may import a library; tests may import what they like. */
const doors: Record<string, RegExp> = {
  pg: /^packages\/service-kit\/src\/(db|listen|migrate|embedded-postgres|testing\/database)\.ts$/,
  undici: /^packages\/(client\/src\/http|api\/src\/proxy\/[\w-]+|api\/src\/readiness)\.ts$/,
  jsonwebtoken: /^packages\/service-kit\/src\/tokens\.ts$/,
  'prom-client': /^packages\/service-kit\/src\/metrics\.ts$/,
  nodemailer: /^packages\/auth\/src\/mail\/send-mail\.ts$/,
  pino: /^packages\/service-kit\/src\/log\.ts$/,
  // HTTP in and out; never rules or SQL.
  express: /^packages\/(service-kit|app|auth|api)\/src\/(?!.*\.(service|repository)\.ts$)/,
  'google-auth-library': /^packages\/auth\/src\/google\/google-provider\.ts$/,
  otpauth: /^packages\/auth\/src\/totp\/otp\.ts$/,
  '@simplewebauthn/server': /^packages\/auth\/src\/passkeys\/webauthn\.ts$/,
  '@oclif/core': /^packages\/cli\//,
  ink: /^packages\/cli\/src\/screens\//,
  react: /^packages\/cli\/src\/screens\//,
}

interface SourceFile {
  readonly path: string
  readonly package: string
  readonly imports: readonly string[]
  readonly lines: number
}

const importPattern = /^(?:import|export)\s[\w\s{},*$]*?(?:from\s)?'([^']+)'|\bimport\('([^']+)'\)/gm

const isTest = (path: string) => /\.test\.ts$|\/testing/.test(path)

const sources: SourceFile[] = globSync('packages/*/src/**/*.ts', { cwd: root }).map((path) => {
  const text = readFileSync(join(root, path), 'utf8')
  const imports = [...text.matchAll(importPattern)].map((match) => (match[1] ?? match[2])!)
  return { path, package: path.split('/')[1]!, imports, lines: text.split('\n').length }
})
const code = sources.filter(({ path }) => !isTest(path))

const libraryOf = (specifier: string) => {
  const [scope, name] = specifier.split('/')
  return scope!.startsWith('@') ? `${scope}/${name}` : scope!
}

describe('packages', () => {
  test('there are sources to look at', () => {
    expect(code.length).toBeGreaterThan(100)
    expect([...new Set(code.map((file) => file.package))].toSorted()).toEqual(
      Object.keys(mayImport).toSorted(),
    )
  })

  test.each(Object.keys(mayImport))('%s imports only what it may, and declares it', (name) => {
    const manifest = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>
    }
    const declared = Object.keys(manifest.dependencies ?? {})
    for (const file of code.filter((one) => one.package === name)) {
      for (const specifier of file.imports) {
        if (specifier.startsWith('.') || specifier.startsWith('node:') || builtinModules.includes(specifier))
          continue
        const library = libraryOf(specifier)
        expect(declared, `${file.path} imports ${specifier}`).toContain(library)
        if (library.startsWith('@goalixa/')) {
          expect(mayImport[name], `${file.path} imports ${specifier}`).toContain(
            library.slice('@goalixa/'.length),
          )
        }
      }
    }
  })

  test('contracts and domain touch nothing of the machine', () => {
    const impure = code
      .filter((file) => ['contracts', 'domain'].includes(file.package))
      .filter((file) => file.imports.some((specifier) => specifier.startsWith('node:')))
    expect(impure.map((file) => file.path)).toEqual([])
    const reading = code.filter((file) => file.package === 'domain')
    for (const { path } of reading) {
      expect(readFileSync(join(root, path), 'utf8'), path).not.toMatch(
        /Date\.now\(|Temporal\.Now|new Date\(\)|Math\.random/,
      )
    }
  })

  test.each(Object.entries(doors))('%s has one door', (library, door) => {
    const through = code.filter((file) => file.imports.some((specifier) => libraryOf(specifier) === library))
    expect(through.length).toBeGreaterThan(0)
    expect(through.map((file) => file.path).filter((path) => !door.test(path))).toEqual([])
  })
})

describe('features', () => {
  test('a feature does not reach into the repository of another', () => {
    const trespassers = code.flatMap(({ path, imports }) => {
      const [, , , folder] = path.split('/')
      return imports
        .filter((specifier) => /^\.\.\/[\w-]+\/[\w-]+\.repository\.ts$/.test(specifier))
        .filter((specifier) => !specifier.startsWith(`../${folder}/`))
        .map((specifier) => `${path} imports ${specifier}`)
    })
    expect(trespassers).toEqual([])
  })

  test('a repository is asked by its service, never by its presentation', () => {
    const shortcuts = code
      .filter(({ path }) => path.endsWith('.presentation.ts'))
      .filter(({ imports }) => imports.some((specifier) => specifier.endsWith('.repository.ts')))
    expect(shortcuts.map((file) => file.path)).toEqual([])
  })

  /** Layers that a feature has no use for, each with its reason. */
  const without: Record<string, readonly string[]> = {
    dashboard: ['service', 'SQL', 'command line'], // an aggregate of the gateway; the terminal asks its parts
    timer: ['SQL'], // a view of time entries
    reports: ['SQL'], // computed from time entries
    imports: ['SQL'], // writes the tables of others
    exports: ['SQL'], // reads the tables of others
    authorize: ['SQL'], // its codes are in the migration of device
    passkeys: ['command line'], // browsers have them
    stepUp: ['SQL', 'command line'], // renews sessions; the terminal signs in again
    google: ['command line'], // a browser's way in; the terminal takes it through its approval page
    settings: ['command line'], // no command yet
    events: ['SQL'], // announces the heads of the operations
  }

  test.each(features)('%s is found in every layer it needs', (feature) => {
    const layers = new Map(layersOf(feature).map(({ name, files }) => [name, files]))
    for (const layer of ['contract', 'service', 'SQL', 'command line']) {
      const expected = !without[feature]?.includes(layer)
      expect((layers.get(layer) ?? []).length > 0, `${feature}: ${layer}`).toBe(expected)
    }
  })
})

describe('files', () => {
  test('each does one thing: none grows past its limit', () => {
    const tooLong = sources.filter(({ path, lines }) => lines > (isTest(path) ? 450 : 350))
    expect(tooLong.map(({ path, lines }) => `${path}: ${lines}`)).toEqual([])
  })

  test('no drawers', () => {
    expect(
      sources.map(({ path }) => path).filter((path) => /\b(utils?|helpers?|common|shared|misc)\b/.test(path)),
    ).toEqual([])
  })
})
