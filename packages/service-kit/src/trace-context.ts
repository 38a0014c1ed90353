/** W3C trace context (level 2): which trace a request belongs to, read strictly and written anew. */
import { randomFillSync } from 'node:crypto'

/**
 * `traceparent`: well formed, version 00. `tracestate`: only of the trace that is continued.
 * `begun`: the trace begins here, its parent is nobody's span.
 */
export interface TraceContext {
  readonly traceparent: string
  readonly tracestate?: string
  readonly begun?: boolean
}

interface TraceHeaders {
  readonly traceparent?: string | undefined
  readonly tracestate?: string | undefined
}

/** A later version may say more after the flags; version ff is never valid. */
const parentPattern =
  /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-[^,\s]*)?$/
/** Flags that version 00 knows: sampled, and a random trace id. */
const knownFlags = 0b11

/** Continues the caller's trace, or begins a new one where its headers are absent, doubled or malformed. */
export function traceContext({ traceparent, tracestate }: TraceHeaders): TraceContext {
  const [, version, trace, span, flags = '', more] = parentPattern.exec(traceparent ?? '') ?? []
  if (version === undefined || (version === '00' && more !== undefined)) {
    return { traceparent: `00-${randomHex(16)}-${newSpan()}-01`, begun: true }
  }
  const kept = (Number.parseInt(flags, 16) & knownFlags).toString(16).padStart(2, '0')
  const state = readState(tracestate)
  return {
    traceparent: `00-${trace}-${span}-${kept}`,
    ...(state === undefined ? {} : { tracestate: state }),
  }
}

/** The headers for a question asked on behalf of the request: the same trace, a span of our own. */
export function childTrace({ traceparent, tracestate }: TraceContext): {
  traceparent: string
  tracestate?: string
} {
  const child = `${traceparent.slice(0, spanAt)}${newSpan()}${traceparent.slice(spanAt + 16)}`
  return tracestate === undefined ? { traceparent: child } : { traceparent: child, tracestate }
}

/** The headers that say this trace and no other. */
export const traceFields = ({
  traceparent,
  tracestate,
}: TraceContext): { traceparent: string; tracestate?: string } =>
  tracestate === undefined ? { traceparent } : { traceparent, tracestate }

/** The 32 hex digits that all parts of one trace share. */
export const traceIdOf = ({ traceparent }: Pick<TraceContext, 'traceparent'>): string =>
  traceparent.slice(3, 35)

/** `00-`, 32 digits of the trace, `-`. */
const spanAt = 36

/** Asking the system costs far more than a few bytes are worth: a stock of them is fetched at once. */
const stock = Buffer.allocUnsafe(4096)
let used = stock.length

function randomHex(bytes: number): string {
  if (used + bytes > stock.length) {
    randomFillSync(stock)
    used = 0
  }
  used += bytes
  return stock.toString('hex', used - bytes, used)
}

const newSpan = () => randomHex(8)

/** What everybody must pass on at least; longer than that nobody has to take. */
const mostCharacters = 512
const mostMembers = 32
const memberPattern =
  /^(?:[a-z0-9][a-z0-9_\-*/]{0,255}|[a-z0-9][a-z0-9_\-*/]{0,240}@[a-z][a-z0-9_\-*/]{0,13})=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/

/** The members of the list without the space around them, or nothing when one of them is wrong. */
function readState(tracestate: string | undefined): string | undefined {
  const members = (tracestate ?? '')
    .split(',')
    .map((member) => member.replaceAll(/^[ \t]+|[ \t]+$/g, ''))
    .filter((member) => member !== '')
  const keys = members.map((member) => member.slice(0, member.indexOf('=')))
  const isValid =
    members.length <= mostMembers &&
    new Set(keys).size === keys.length &&
    members.every((member) => memberPattern.test(member))
  const state = members.join(',')
  return isValid && state !== '' && state.length <= mostCharacters ? state : undefined
}
