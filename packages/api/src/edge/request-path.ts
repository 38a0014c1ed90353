/** The path of a request, decoded once; whatever could mean two paths is refused. */
import { AppError } from '@goalixa/contracts/errors'

/** `segments`: decoded. `query`: as it came, with its `?`, or empty. */
export interface RequestPath {
  readonly segments: readonly string[]
  readonly query: string
}

const maxParameters = 500
/** Decoded, these would be read as structure by somebody: `/`, `\`, `;`, `?`, `#`, a second encoding, control characters. */
// oxlint-disable-next-line no-control-regex
const structural = /[/\\;?#%\u0000-\u001f\u007f]/

/** Nothing in it to decode or to refuse: nearly every path is like this. */
const plain = /^(?:\/[A-Za-z0-9_-]+)+$/

/** @throws AppError `request.malformed` */
export function readPath(url: string): RequestPath {
  // Absolute-form and `*` do not begin with a slash; nothing but printable ASCII belongs into a target.
  if (!/^\/[\x21-\x7e]*$/.test(url) || url.includes('#')) throw malformed()
  const at = url.indexOf('?')
  const path = at === -1 ? url : url.slice(0, at)
  const query = at === -1 ? '' : url.slice(at)
  if (query !== '' && query.split('&', maxParameters + 1).length > maxParameters) {
    throw new AppError('request.malformed', `the query has more than ${maxParameters} parameters`)
  }
  const raw = path.slice(1).split('/')
  if (plain.test(path)) return { segments: raw, query }
  return {
    segments: raw.map((segment, index) => decodeSegment(segment, index === raw.length - 1)),
    query,
  }
}

function decodeSegment(raw: string, isLast: boolean): string {
  // Only the end may be empty: `/app/` is a folder, `//` is a trick.
  if (raw === '' && !isLast) throw malformed()
  const segment = decoded(raw)
  if (structural.test(segment) || segment === '.' || segment === '..') throw malformed()
  return segment
}

function decoded(raw: string): string {
  try {
    return decodeURIComponent(raw)
  } catch (cause) {
    throw new AppError('request.malformed', 'the path is not plain', { cause })
  }
}

const malformed = () => new AppError('request.malformed', 'the path is not plain')
