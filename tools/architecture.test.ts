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
  ops: ['contracts', 'service-kit'],
  cli: ['contracts', 'domain', 'client', 'replica', 'ops'],
  pwa: ['contracts', 'domain', 'client', 'replica'],
}

/** The files that may import a library; tests may import what they like. */
const doors: Record<string, RegExp> = {
  pg: /^packages\/service-kit\/src\/(db|listen|migrate|embedded-postgres|dump\/[\w-]+|testing\/database)\.ts$/,
  'pg-copy-streams': /^packages\/service-kit\/src\/dump\//,
  'age-encryption': /^packages\/ops\/src\/backup\//,
  undici:
    /^packages\/(client\/src\/http|app\/src\/webhooks\/post-webhook|api\/src\/proxy\/[\w-]+|api\/src\/readiness|ops\/src\/(cluster(-logs|-request)?|verify\/probe|registry\/(harbor\/)?[\w-]+))\.ts$/,
  jsonwebtoken: /^packages\/service-kit\/src\/tokens\.ts$/,
  'prom-client': /^packages\/service-kit\/src\/metrics\.ts$/,
  '@opentelemetry/api': /^packages\/service-kit\/src\/telemetry\.ts$/,
  '@opentelemetry/exporter-trace-otlp-http': /^packages\/service-kit\/src\/telemetry\.ts$/,
  '@opentelemetry/resources': /^packages\/service-kit\/src\/telemetry\.ts$/,
  '@opentelemetry/sdk-trace': /^packages\/service-kit\/src\/telemetry\.ts$/,
  nodemailer: /^packages\/auth\/src\/mail\/send-mail\.ts$/,
  pino: /^packages\/service-kit\/src\/log\.ts$/,
  // HTTP in and out; never rules or SQL.
  express: /^packages\/(service-kit|app|auth|api)\/src\/(?!.*\.(service|repository)\.ts$)/,
  'google-auth-library': /^packages\/auth\/src\/google\/google-provider\.ts$/,
  otpauth: /^packages\/auth\/src\/totp\/otp\.ts$/,
  '@simplewebauthn/server': /^packages\/auth\/src\/passkeys\/webauthn\.ts$/,
  '@kubernetes/client-node': /^packages\/ops\/src\/kube-config\.ts$/,
  'lit-html': /^packages\/pwa\//,
  '@preact/signals-core': /^packages\/pwa\//,
  'csv-parse': /^packages\/domain\/src\/import\/csv-rows\.ts$/,
  fflate: /^packages\/domain\/src\/import\/zip\.ts$/,
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

describe('services', () => {
  /** What opens a connection to somebody: a client of the language, of a library, or of Node. */
  const asking =
    /(?<![.-])\bfetch(?=\(|$)|\bnew (?:pg\.)?(?:Pool|Client|Agent|WebSocket|EventSource|OAuth2Client|OTLPTraceExporter)\b|\bcreateTransport\(|\bbuildConnector\(|import \{[^}]*\b(?:request|get|connect|createConnection|Socket)\b[^}]*\} from 'node:(?:https?|http2|net|tls|dgram)'|import \w+ from 'node:(?:https?|http2|net|tls|dgram)'/m
  /** Files that may, each with where its addresses come from: never from what a user stored or sent, webhooks apart. */
  const mayAsk: Record<string, string> = {
    'api/src/proxy/upstreams.ts': 'AUTH_URL, AUTH_INTERNAL_URL, APP_URL',
    'api/src/proxy/presence.ts': 'those of upstreams.ts',
    'app/src/deleted-accounts/deleted-accounts.service.ts': 'AUTH_INTERNAL_URL',
    'app/src/webhooks/post-webhook.ts': 'people, and only to what is on the internet; see webhook-address.ts',
    'auth/src/google/bounded-fetch.ts': 'those of google-provider.ts',
    'auth/src/google/google-provider.ts': 'the code',
    'auth/src/mail/send-mail.ts': 'SMTP_URL',
    'service-kit/src/db.ts': 'DATABASE_URL',
    'service-kit/src/dump/connection.ts': 'the database of a backup',
    'service-kit/src/embedded-postgres.ts': 'the server that it started',
    'service-kit/src/jwks.ts': 'AUTH_URL',
    'service-kit/src/listen.ts': 'DATABASE_URL',
    'service-kit/src/migrate.ts': 'DATABASE_URL',
    'service-kit/src/telemetry.ts': 'OTEL_EXPORTER_OTLP_ENDPOINT',
  }

  test('SEC-124: nothing but a webhook fetches an address that a user gives: who may ask anybody is listed', () => {
    const withoutComments = (text: string) => text.replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')
    const asks = code
      .filter((file) => ['contracts', 'domain', 'service-kit', 'app', 'auth', 'api'].includes(file.package))
      .filter(({ path }) => asking.test(withoutComments(readFileSync(join(root, path), 'utf8'))))
      .map(({ path }) => path.slice('packages/'.length))
    expect(asks.toSorted()).toEqual(Object.keys(mayAsk).toSorted())
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
    reportsOverview: ['service', 'SQL', 'command line'], // the same
    plannerOverview: ['service', 'SQL', 'command line'], // the same
    timer: ['SQL'], // a view of time entries
    reports: ['SQL'], // computed from time entries
    imports: ['SQL'], // writes the tables of others
    exports: ['SQL'], // reads the tables of others
    authorize: ['SQL'], // its codes are in the migration of device
    passkeys: ['command line'], // browsers have them
    stepUp: ['SQL', 'command line'], // renews sessions; the terminal signs in again
    google: ['command line'], // a browser's way in; the terminal takes it through its approval page
    subgoals: ['contract', 'service', 'SQL'], // a part of goals
    trash: ['SQL'], // rows of the tables of others
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
