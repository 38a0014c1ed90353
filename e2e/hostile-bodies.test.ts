/** Bodies made to cost much, against real processes: they are refused, and nobody needs more memory for them. */
import { readFile, writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SignedInUser, TestStack } from './stack.ts'
import { script, signedInUser, startTestStack } from './stack.ts'

let stack: TestStack
let ada: SignedInUser
let token: string
beforeAll(async () => {
  stack = await startTestStack({ settings: { RATE_LIMIT_REQUESTS: '1000000/60' } })
  ada = await signedInUser(stack.url)
  ;({ token } = await ada.json<{ token: string }>('auth', 'token', 'create', '--name', 'script'))
})
afterAll(async () => {
  await ada?.leave()
  await stack?.stop()
})

const mega = 1024 * 1024
/** Megabytes of memory that a process holds, and the most that it ever held since the last look. */
async function memoryOf(pid: number): Promise<{ now: number; peak: number }> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8')
  const field = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(text)?.[1]) / 1024
  return { now: field('VmRSS'), peak: field('VmHWM') }
}
/** From here on, the peak counts anew. */
const forgetPeak = (pid: number) => writeFile(`/proc/${pid}/clear_refs`, '5')

const nested = (open: string, close: string) => `${open.repeat(40_000)}1${close.repeat(40_000)}`
/** What is sent, as which type and in which packing, and what is answered. */
const bodies: [what: string, body: string | Buffer, packing: string | undefined, status: number][] = [
  ['a gzip bomb of 64 MB', gzipSync(Buffer.alloc(64 * mega, '[')), 'gzip', 415],
  ['40,000 lists', nested('[', ']'), undefined, 400],
  ['40,000 objects', nested('{"a":', '}'), undefined, 400],
  [
    'a million names',
    `{${Array.from({ length: 1_000_000 }, (_, n) => `"${n}":1`).join(',')}}`,
    undefined,
    413,
  ],
  [
    'names as many as fit',
    `{${Array.from({ length: 80_000 }, (_, n) => `"${n}":1`).join(',')}}`,
    undefined,
    400,
  ],
  ['a number of 500,000 digits', `{"title":${'9'.repeat(500_000)}}`, undefined, 400],
  ['a number beyond all numbers', '{"title":1e999999}', undefined, 400],
  ['half characters', String.raw`{"title":"\ud800","\udfff":1}`, undefined, 400],
  ['NUL', String.raw`{"title":"a\u0000b"}`, undefined, 400],
  ['a prototype', '{"title":"x","__proto__":{"polluted":1}}', undefined, 400],
  ['a name twice', '{"title":"x","title":"y"}', undefined, 400],
]

test(
  'SEC-123: 4xx for each, many at once, and no service grows by more than a few of them',
  { timeout: 120_000 },
  async () => {
    const pids = stack.services.map((service) => ({ name: service.name, pid: service.pid()! }))
    const send = async (body: string | Buffer, packing?: string) => {
      const response = await fetch(`${stack.url}/v1/tasks`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          ...(packing === undefined ? {} : { 'content-encoding': packing }),
        },
        body,
        // The connection of a body that is refused unread may be closed while it is still written.
      }).catch(() => undefined)
      const text = await response?.text().catch(() => undefined)
      return response === undefined ? undefined : { status: response.status, text }
    }
    // Once each: what is loaded and compiled for it is no growth.
    for (const [what, body, packing, status] of bodies) {
      const answer = await send(body, packing)
      if (answer === undefined && status === 413) continue
      expect(answer?.status, `${what}: ${answer?.text?.slice(0, 200)}`).toBe(status)
      expect(JSON.parse(answer!.text!), what).toMatchObject({ status })
    }
    const before = await Promise.all(pids.map(({ pid }) => memoryOf(pid)))
    await Promise.all(pids.map(({ pid }) => forgetPeak(pid)))
    const rounds = process.env['SOAK'] === '1' ? 100 : 3
    for (let round = 0; round < rounds; round++) {
      const answers = await Promise.all(
        bodies.flatMap(([, body, packing]) => [send(body, packing), send(body, packing)]),
      )
      for (const answer of answers) expect(answer?.status ?? 413).toBeGreaterThanOrEqual(400)
      for (const answer of answers) expect(answer?.status ?? 413).toBeLessThan(500)
    }
    for (const [index, { name, pid }] of pids.entries()) {
      const { peak } = await memoryOf(pid)
      expect(peak - before[index]!.now, name).toBeLessThan(160)
    }
    const { status, body } = await script(stack.url, token)('GET', '/v1/tasks')
    expect([status, body]).toEqual([200, { items: [], nextCursor: null }])
    expect(stack.failures).toEqual([])
    expect(stack.deaths).toEqual([])
  },
)
