/**
 * The gateway as it runs (request log, metrics, limits, every check; the token verified for every request) beside bare
 * proxies in front of the same trivial upstream: nginx with one worker, and the two common ones of Node.
 */
import type { ChildProcess } from 'node:child_process'
import { execFile, spawn } from 'node:child_process'
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { freePort } from '@goalixa/service-kit/free-port'
import { signAccessToken } from '@goalixa/service-kit/tokens'
import type { Load, Seen } from './gateway/load.ts'
import { figureOf, percentile } from './measure.ts'
import type { BenchResult } from './result.ts'

const connections = 32
const people = 100
/** Until everybody's code is compiled: it takes the gateway longer than a proxy that does little. */
const warmUp = 40_000
const requests = 20_000
const rounds = 3
const nginx = '/usr/sbin/nginx'
const bareProxy = 'bare node:http + undici'
const file = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const run = promisify(execFile)

interface Contestant {
  readonly port: number
  readonly pid: number | undefined
}
interface Measured {
  readonly perSecond: number[]
  /** Of the proxy alone, per 10,000 requests. */
  readonly cpuSeconds: number[]
}

export async function benchGateway(): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'goalixa-bench-'))
  const children: ChildProcess[] = []
  try {
    const { headers, contestants } = await startAll(folder, children)
    const measured = new Map<string, Measured>(
      Object.keys(contestants).map((name) => [name, { perSecond: [], cpuSeconds: [] }]),
    )
    for (let round = -1; round < rounds; round++) {
      for (const [name, { port, pid }] of Object.entries(contestants)) {
        const before = cpuSecondsOf(pid)
        const count = round < 0 ? warmUp : requests
        const seen = await load({ port, headers, connections, requests: count })
        if (seen.failed > 0) throw new Error(`${name} failed ${seen.failed} of ${count} requests`)
        if (round < 0) continue
        measured.get(name)!.perSecond.push(seen.perSecond)
        measured.get(name)!.cpuSeconds.push(((cpuSecondsOf(pid) - before) / count) * 10_000)
      }
    }
    const half = middle(measured.get('gateway')!.perSecond) / 2
    const direct: number[] = []
    const through: number[] = []
    for (let round = 0; round < rounds; round++) {
      const paced = { headers, connections, requests: 5_000, perSecond: half }
      direct.push((await load({ ...paced, port: contestants['upstream, asked directly']!.port })).median)
      through.push((await load({ ...paced, port: contestants['gateway']!.port })).median)
    }
    return {
      figures: {
        'latency at half load, asked directly': figureOf(direct),
        'latency at half load, through the gateway': figureOf(through),
      },
      targets: targetsOf(measured, middle(through) - middle(direct)),
    }
  } finally {
    for (const child of children) child.kill('SIGTERM')
    await Promise.all(
      children
        .filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
        .map((child) => new Promise((resolve) => child.once('exit', resolve))),
    )
    await rm(folder, { recursive: true, force: true })
  }
}

async function startAll(folder: string, children: ChildProcess[]) {
  const key = { kid: 'bench', ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) }
  const jwk = { ...key.publicKey.export({ format: 'jwk' }), kid: key.kid, alg: 'ES256', use: 'sig' }
  const headers = Array.from({ length: people }, () => `Authorization: Bearer ${aToken(key)}\r\n`)
  const upstream = await freePort()
  const start = async (args: string[], env: Record<string, string> = {}): Promise<ChildProcess> => {
    const log = openSync(join(folder, `${children.length}.log`), 'a')
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', log, log, 'ipc'],
      env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', ...env },
    })
    closeSync(log)
    children.push(child)
    await new Promise((resolve, reject) => child.once('message', resolve).once('exit', reject))
    return child
  }
  const peer = async (name: string): Promise<Contestant> => {
    const port = await freePort()
    return { port, pid: (await start([file('gateway/peers.ts'), name, String(port), String(upstream)])).pid }
  }
  const upstreamProcess = await start([
    file('gateway/peers.ts'),
    'upstream',
    String(upstream),
    '0',
    JSON.stringify({ keys: [jwk] }),
  ])
  const port = await freePort()
  const url = `http://127.0.0.1:${upstream}`
  const gateway = await start([file('../packages/api/src/main.ts')], {
    PORT: String(port),
    AUTH_URL: url,
    AUTH_INTERNAL_URL: url,
    APP_URL: url,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    COOKIE_SECURE: 'false',
    // Counted for every request, and never reached.
    RATE_LIMIT_REQUESTS: '1000000/60',
  })
  const contestants: Record<string, Contestant> = {
    'upstream, asked directly': { port: upstream, pid: upstreamProcess.pid },
    gateway: { port, pid: gateway.pid },
    [bareProxy]: await peer(bareProxy),
    'http-proxy-middleware': await peer('http-proxy-middleware'),
    '@fastify/http-proxy': await peer('@fastify/http-proxy'),
    ...(existsSync(nginx) ? { nginx: await startNginx(folder, upstream, children) } : {}),
  }
  if (!existsSync(nginx)) console.error(`nginx is not at ${nginx}: it is left out`)
  return { headers, contestants }
}

function aToken(key: Parameters<typeof signAccessToken>[1]): string {
  const iat = Math.floor(Date.now() / 1000)
  return signAccessToken(
    {
      iss: 'goalixa-auth',
      aud: 'goalixa',
      sub: randomUUID(),
      client_id: 'goalixa-cli',
      iat,
      exp: iat + 900,
      jti: randomUUID(),
      sid: randomUUID(),
      scope: '',
      auth_time: iat,
      amr: ['pwd'],
    },
    key,
  )
}

async function startNginx(folder: string, upstream: number, children: ChildProcess[]): Promise<Contestant> {
  const port = await freePort()
  const config = join(folder, 'nginx.conf')
  await writeFile(
    config,
    `daemon off; master_process off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log;
     events { worker_connections 1024; }
     http {
       access_log ${folder}/access.log;
       client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fcgi;
       uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
       keepalive_requests 1000000;
       upstream service { server 127.0.0.1:${upstream}; keepalive 128; keepalive_requests 1000000; }
       server {
         listen 127.0.0.1:${port};
         location / { proxy_pass http://service; proxy_http_version 1.1; proxy_set_header Connection ""; }
       }
     }`,
  )
  const child = spawn(nginx, ['-c', config, '-p', folder], { stdio: 'ignore' })
  children.push(child)
  for (let tries = 0; ; tries++) {
    if (await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined)) return { port, pid: child.pid }
    if (tries > 200) throw new Error(`nginx did not start: ${readFileSync(`${folder}/nginx.log`, 'utf8')}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

async function load(what: Omit<Load, 'path'>): Promise<Seen> {
  const { stdout } = await run(process.execPath, [
    file('gateway/load.ts'),
    JSON.stringify({ ...what, path: '/v1/timer' }),
  ])
  return JSON.parse(stdout) as Seen
}

/** User and system time of a process, as Linux counts it in hundredths; 0 elsewhere. */
function cpuSecondsOf(pid: number | undefined): number {
  const stat = `/proc/${pid}/stat`
  if (!existsSync(stat)) return 0
  const fields = readFileSync(stat, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

const middle = (values: readonly number[]): number => percentile(values, 0.5)

function targetsOf(measured: ReadonlyMap<string, Measured>, addedMs: number): BenchResult['targets'] {
  const told = [...measured].flatMap(([name, { perSecond, cpuSeconds }]) => [
    { what: `requests per second: ${name}`, seen: middle(perSecond), unit: 'per second' as const },
    { what: `processor time for 10,000 requests: ${name}`, seen: middle(cpuSeconds), unit: 's' as const },
  ])
  const speed = (name: string) => middle(measured.get(name)?.perSecond ?? [])
  const bare = Math.max(speed('http-proxy-middleware'), speed('@fastify/http-proxy'))
  return [
    ...told,
    ...(measured.has('nginx')
      ? [
          {
            what: 'requests per second to those of nginx',
            seen: speed('gateway') / speed('nginx'),
            atLeast: 0.4,
            unit: 'times' as const,
          },
        ]
      : []),
    {
      what: 'requests per second to those of the better bare proxy on Node',
      seen: speed('gateway') / bare,
      atLeast: 1.2,
      unit: 'times' as const,
    },
    {
      what: 'requests per second to those of node:http with undici alone',
      seen: speed('gateway') / speed(bareProxy),
      atLeast: 0.6,
      unit: 'times' as const,
    },
    { what: 'added median latency at half load', seen: addedMs, atMost: 0.5, unit: 'ms' as const },
  ]
}
