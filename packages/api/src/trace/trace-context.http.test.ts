/** The rules of the W3C trace-context harness, as a service behind the gateway sees them. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { accessToken, startGateway } from '../testing/gateway.ts'
import type { TestGateway } from '../testing/gateway.ts'
import { rawRequest, sendRaw, statusOf } from '../testing/raw-http.ts'

let gateway: TestGateway
const bearer = `Authorization: Bearer ${accessToken()}`
beforeAll(async () => void (gateway = await startGateway()))
afterAll(() => gateway.close())
beforeEach(() => void (gateway.app.seen.length = 0))

const trace = '12345678901234567890123456789012'
const span = '1234567890123456'
const parent = `traceparent: 00-${trace}-${span}-01`

/** What arrives upstream for these header lines. */
async function seenFor(...lines: string[]) {
  const answer = await sendRaw(gateway.port, rawRequest('/v1/timer', { headers: [bearer, ...lines] }))
  expect(statusOf(answer)).toBe(200)
  const { traceparent, tracestate } = gateway.app.seen[0]!.headers
  expect(traceparent).toMatch(/^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-0[0-3]$/)
  expect(gateway.app.seen[0]!.rawHeaders.filter((name) => /^trace(parent|state)$/i.test(name)).length).toBe(
    tracestate === undefined ? 1 : 2,
  )
  const [, id, child, flags] = String(traceparent).split('-')
  return { id, child, flags, tracestate }
}

describe('traceparent', () => {
  it.each([
    ['as it should be', parent],
    ['in capital letters', `TRACEPARENT: 00-${trace}-${span}-01`],
    ['mixed', `TraceParent: 00-${trace}-${span}-01`],
    ['with space around it', `traceparent: \t 00-${trace}-${span}-01 \t `],
    ['of a later version', `traceparent: cc-${trace}-${span}-01`],
    ['of a later version that says more', `traceparent: cc-${trace}-${span}-01-what-the-future-will-be-like`],
  ])('SEC-108: %s is continued with a span of our own', async (_, line) => {
    const { id, child, flags } = await seenFor(line)
    expect([id, flags]).toEqual([trace, '01'])
    expect(child).not.toBe(span)
  })

  it.each([
    ['not sampled', '00', '00'],
    ['with flags that nobody knows', 'ff', '03'],
    ['with a random id', '02', '02'],
  ])('SEC-108: %s', async (_, given, kept) =>
    expect((await seenFor(`traceparent: 00-${trace}-${span}-${given}`)).flags).toBe(kept),
  )

  it.each([
    ['none', 'X-A: b'],
    ['an empty one', 'traceparent:'],
    ['two', `${parent}\r\n${parent}`],
    ['two that differ', `${parent}\r\ntraceparent: 00-${trace}-1234567890123457-01`],
    ['another name', `trace-parent: 00-${trace}-${span}-01`],
    ['version ff', `traceparent: ff-${trace}-${span}-01`],
    ['a version of dots', `traceparent: .0-${trace}-${span}-01`],
    ['a version too long', `traceparent: 000-${trace}-${span}-01`],
    ['a version too short', `traceparent: 0-${trace}-${span}-01`],
    ['version 00 that says more', `traceparent: 00-${trace}-${span}-01-more`],
    ['version 00 with an end', `traceparent: 00-${trace}-${span}-01-`],
    ['version 00 and a dot', `traceparent: 00-${trace}-${span}-01.what`],
    ['a later version and a dot', `traceparent: cc-${trace}-${span}-01.what`],
    ['a trace of zeros', `traceparent: 00-${'0'.repeat(32)}-${span}-01`],
    ['a trace in capitals', `traceparent: 00-${'A'.repeat(32)}-${span}-01`],
    ['a trace with a dot', `traceparent: 00-.${trace.slice(1)}-${span}-01`],
    ['a trace too long', `traceparent: 00-${trace}0-${span}-01`],
    ['a trace too short', `traceparent: 00-${trace.slice(1)}-${span}-01`],
    ['a span of zeros', `traceparent: 00-${trace}-${'0'.repeat(16)}-01`],
    ['a span with a dot', `traceparent: 00-${trace}-.${span.slice(1)}-01`],
    ['a span too long', `traceparent: 00-${trace}-${span}0-01`],
    ['a span too short', `traceparent: 00-${trace}-${span.slice(1)}-01`],
    ['flags of dots', `traceparent: 00-${trace}-${span}-.0`],
    ['flags too long', `traceparent: 00-${trace}-${span}-001`],
    ['flags too short', `traceparent: 00-${trace}-${span}-1`],
  ])('SEC-108: %s begins a trace of its own, without a state', async (_, lines) => {
    const { id, tracestate } = await seenFor(lines, 'tracestate: foo=1')
    expect(id).not.toBe(trace)
    expect(tracestate).toBeUndefined()
  })
})

describe('tracestate', () => {
  const stateFor = async (...lines: string[]) => (await seenFor(parent, ...lines)).tracestate
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789_-*/'
  const values = Array.from({ length: 95 }, (_, n) => String.fromCharCode(32 + n))
    .filter((character) => !',='.includes(character))
    .join('')

  it.each([
    ['one member', ['tracestate: foo=1'], 'foo=1'],
    ['two members', ['tracestate: foo=1,bar=2'], 'foo=1,bar=2'],
    ['two headers', ['tracestate: foo=1', 'tracestate: bar=2'], 'foo=1,bar=2'],
    ['capital letters in its name', ['TraceState: foo=1'], 'foo=1'],
    ['space between', ['tracestate: foo=1 \t , \t bar=2'], 'foo=1,bar=2'],
    ['empty members', ['tracestate: foo=1,,', 'tracestate:', 'tracestate: bar=2'], 'foo=1,bar=2'],
    ['every character of a key', [`tracestate: ${letters}=1`], `${letters}=1`],
    ['a tenant', [`tracestate: t${'a'.repeat(240)}@v${'b'.repeat(13)}=1`], /^ta+@vb+=1$/],
    ['a long key', [`tracestate: ${'z'.repeat(256)}=1`], /^z+=1$/],
    ['every character of a value', [`tracestate: foo=${values}`], `foo=${values}`],
    ['32 members', [`tracestate: ${listOf(32)}`], listOf(32)],
    ['512 characters', [`tracestate: ${'a'.repeat(256)}=${'b'.repeat(255)}`], /^a+=b+$/],
  ])('SEC-108: %s is passed on', async (_, lines, expected) =>
    expect(await stateFor(...lines)).toEqual(
      typeof expected === 'string' ? expected : expect.stringMatching(expected),
    ),
  )

  it.each([
    ['nothing', 'tracestate:'],
    ['a space in a key', 'tracestate: foo =1'],
    ['capitals', 'tracestate: FOO=1'],
    ['a dot in a key', 'tracestate: foo.bar=1'],
    ['a key too long', `tracestate: ${'z'.repeat(257)}=1`],
    ['a tenant too long', `tracestate: t${'a'.repeat(241)}@v=1`],
    ['a system too long', `tracestate: t@v${'b'.repeat(14)}=1`],
    ['a tenant without a system', 'tracestate: foo@=1,bar=2'],
    ['a system without a tenant', 'tracestate: @foo=1,bar=2'],
    ['two at signs', 'tracestate: foo@@bar=1,bar=2'],
    ['two values', 'tracestate: foo=bar=baz'],
    ['an empty value', 'tracestate: foo=,bar=3'],
    ['a key twice', 'tracestate: foo=1,foo=2'],
    ['33 members', `tracestate: ${listOf(33)}`],
    ['more than 512 characters', `tracestate: a=${'x'.repeat(255)},b=${'x'.repeat(255)}`],
  ])('SEC-108: %s is left out, and the trace goes on', async (_, line) => {
    const { id, tracestate } = await seenFor(parent, line)
    expect([id, tracestate]).toEqual([trace, undefined])
  })
})

function listOf(count: number): string {
  return Array.from({ length: count }, (_, n) => `bar${n}=${n}`).join(',')
}
