/** Recorded exchanges with a real Harbor, sent again to the simulated one. */
import { readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { request } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { leftOut } from './differences.ts'
import type { SimulatedHarbor } from './start-harbor.ts'

/** One line of a transcript. */
export interface Recorded {
  /** Of the file. */
  readonly number: number
  readonly method: string
  readonly path: string
  readonly requestHeaders: Readonly<Record<string, string>>
  readonly requestBody?: unknown
  readonly status: number
  readonly responseHeaders: Readonly<Record<string, string>>
  readonly responseBody?: unknown
  readonly note?: string
  readonly transport?: string
  readonly tokenClaims?: { readonly sub?: string; readonly access: readonly { readonly actions: unknown }[] }
}

export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  /** The body ended before it was whole. */
  readonly isBroken: boolean
}

export function readTranscript(name: string): readonly Recorded[] {
  const file = new URL(`../../../transcripts/harbor/${name}.jsonl`, import.meta.url)
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line, index) => ({ ...(JSON.parse(line) as Recorded & { kind?: string }), number: index + 1 }))
    .filter(({ kind }) => kind === 'request')
}

/** What the recording calls otherwise: its digests and uploads, to ours. */
export type Names = Map<string, string>

const digests = /sha256(:|%3A)([0-9a-f]{64})/g

const renamed = (text: string, names: Names): string =>
  text.replaceAll(digests, (_, colon: string, hex: string) => `sha256${colon}${names.get(hex) ?? hex}`)

export async function send(
  harbor: SimulatedHarbor,
  line: Recorded,
  names: Names,
  authorization: string | undefined,
): Promise<Answered> {
  const body = bodyOf(line, names)
  const { authorization: _hidden, cookie, ...headers } = line.requestHeaders
  return new Promise((resolve, reject) => {
    const sent = request(
      `${harbor.url}${pathOf(line, names)}`,
      {
        method: line.method,
        headers: {
          ...headers,
          ...(authorization === undefined ? {} : { authorization }),
          ...(cookie === undefined ? {} : { cookie: 'sid=replayed' }),
          ...(body === undefined ? {} : { 'content-length': body.length }),
        },
      },
      (answer) => {
        const pieces: Buffer[] = []
        answer.on('data', (piece: Buffer) => pieces.push(piece))
        answer.on('error', () => undefined)
        answer.on('close', () =>
          resolve({
            status: answer.statusCode!,
            headers: single(answer.headers),
            body: parsed(Buffer.concat(pieces).toString('utf8')),
            isBroken: !answer.complete,
          }),
        )
      },
    )
    sent.once('error', reject)
    sent.end(body)
  })
}

const single = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))

function parsed(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const scanner = /scanners\/([0-9a-f-]{36})/

/** An upload goes where our own answer said. */
function pathOf({ path }: Recorded, names: Names): string {
  const [, upload, rest] = /\/blobs\/uploads\/([0-9a-f-]{36})\?_state=<opaque>(.*)$/.exec(path) ?? []
  const own = upload === undefined ? undefined : names.get(upload)
  return renamed(own === undefined ? path : `${own}${rest}`, names).replace(
    scanner,
    (_, uuid: string) => `scanners/${names.get(uuid) ?? uuid}`,
  )
}

function bodyOf({ requestBody, path }: Recorded, names: Names): Buffer | undefined {
  if (requestBody === undefined || requestBody === null) return undefined
  if (typeof requestBody !== 'string') return Buffer.from(renamed(JSON.stringify(requestBody), names))
  const size = /^<(\d+) bytes>$/.exec(requestBody)?.[1]
  if (size === undefined) return Buffer.from(renamed(requestBody, names))
  const recorded = /digest=sha256%3A([0-9a-f]{64})/.exec(path)![1]!
  // The longer ones are configs, whose bytes were not recorded.
  const bytes = Buffer.from(
    Number(size) > 200
      ? JSON.stringify({ architecture: 'amd64', os: 'linux', config: {}, recorded })
      : recorded,
  )
  names.set(recorded, createHash('sha256').update(bytes).digest('hex'))
  return bytes
}

/** Learns which digest or upload of ours stands for which of the recording. The first that is seen counts. */
export function learn(names: Names, line: Recorded, got: Answered): void {
  const digest = line.responseHeaders['docker-content-digest']
  pair(names, digest, got.headers['docker-content-digest'])
  walk(names, line.responseBody, got.body)
  const upload = /uploads\/([0-9a-f-]{36})/.exec(line.responseHeaders['location'] ?? '')?.[1]
  const location = got.headers['location']
  if (upload !== undefined && location !== undefined) {
    const { pathname, search } = new URL(location)
    names.set(upload, pathname + search)
  }
  const [theirs, ours] = [line.responseHeaders['location'], location].map(
    (text) => scanner.exec(text ?? '')?.[1],
  )
  if (theirs !== undefined && ours !== undefined) names.set(theirs, ours)
}

function walk(names: Names, recorded: unknown, got: unknown): void {
  if (typeof recorded === 'string' && typeof got === 'string') return pair(names, recorded, got)
  if (typeof recorded !== 'object' || recorded === null || typeof got !== 'object' || got === null) return
  for (const [key, value] of Object.entries(recorded))
    walk(names, value, (got as Record<string, unknown>)[key])
}

function pair(names: Names, recorded: string | undefined, got: string | undefined): void {
  const [theirs, ours] = [recorded, got].map((text) => /sha256:([0-9a-f]{64})/.exec(text ?? '')?.[1])
  if (theirs !== undefined && ours !== undefined && !names.has(theirs)) names.set(theirs, ours)
}

const compared = [
  'content-type',
  'docker-content-digest',
  'docker-distribution-api-version',
  'link',
  'location',
  'www-authenticate',
  'x-total-count',
]

/** An answer without what differs from run to run. */
export function comparable(
  { status, headers, body, isBroken }: Answered,
  how: { readonly url: string; readonly names?: Names },
): unknown {
  const text = (value: string) =>
    renamed(value, how.names ?? new Map())
      .replaceAll(how.url, 'https://harbor.example.internal')
      .replaceAll(/uploads\/[0-9a-f-]{36}.*$/g, 'uploads/<own>')
      .replaceAll(
        /((?:repository|artifact|robots|scanners|executions|retentions)[ /])[0-9a-f-]+(?=$|[ /])/g,
        '$1<own>',
      )
      .replaceAll(/\d+\.\d KiB/g, '<size>')
  const inside = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inside)
    if (typeof value === 'string') return text(value)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => !Object.hasOwn(leftOut, key) && !/_(time|at)$/.test(key))
        .map(([key, member]) => [text(key), inside(member)]),
    )
  }
  return {
    status,
    isBroken,
    headers: Object.fromEntries(
      compared.flatMap((name) => {
        const value = headers[name]
        return value === undefined
          ? []
          : [[name, text(name === 'content-type' ? value.split(';')[0]! : value)]]
      }),
    ),
    body: isBroken ? null : inside(body),
  }
}
