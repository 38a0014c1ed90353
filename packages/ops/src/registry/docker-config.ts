/** The credentials in a pull secret, chosen as the kubelet chooses them. Pure. */

export interface Credentials {
  readonly username: string
  readonly password: string
}

interface Entry {
  readonly username?: unknown
  readonly password?: unknown
  readonly auth?: unknown
}

/**
 * What a `.dockerconfigjson` (or the older `.dockercfg`) holds for `host:5000/project/app`, the most special first: the
 * kubelet tries one after the other. Empty when nothing fits; undefined when the text is no such document.
 */
export function credentialsIn(text: string, repository: string): readonly Credentials[] | undefined {
  const entries = entriesOf(text)
  if (entries === undefined) return undefined
  return Object.entries(entries)
    .map(([key, entry]) => ({ place: placeOf(key), entry }))
    .filter(({ place }) => fits(place, repository))
    .toSorted((a, b) => b.place.length - a.place.length)
    .flatMap(({ entry }) => read(entry) ?? [])
}

function entriesOf(text: string): Readonly<Record<string, Entry>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    if (!isRecord(parsed)) return undefined
    const entries = Object.hasOwn(parsed, 'auths') ? parsed['auths'] : parsed
    return isRecord(entries) ? (entries as Record<string, Entry>) : undefined
  } catch {
    return undefined
  }
}

/** `https://host/v1/` means `host`, as the login command writes it. */
const placeOf = (key: string): string =>
  key
    .replace(/^https?:\/\//, '')
    .replace(/\/v[12]\/?$/, '')
    .replace(/\/+$/, '')
    .toLowerCase()

function fits(place: string, repository: string): boolean {
  const [host = '', ...path] = place.split('/')
  const [wantedHost = '', ...wantedPath] = repository.split('/')
  return isHost(host, wantedHost.toLowerCase()) && path.every((part, index) => part === wantedPath[index])
}

/** `*` stands for one label or a piece of it, never for a dot. */
function isHost(pattern: string, host: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\?]/g, String.raw`\$&`).replaceAll('*', '[^.:]*')
  return new RegExp(`^${escaped}$`).test(host)
}

function read(entry: unknown): Credentials | undefined {
  if (!isRecord(entry)) return undefined
  const { username, password, auth } = entry
  if (typeof auth === 'string' && auth !== '') {
    const decoded = Buffer.from(auth, 'base64').toString('utf8')
    const colon = decoded.indexOf(':')
    if (colon > 0)
      return {
        username: decoded.slice(0, colon),
        // The login command of old versions padded with zero bytes.
        password: decoded.slice(colon + 1).replace(/\0+$/, ''),
      }
  }
  return typeof username === 'string' && username !== '' && typeof password === 'string'
    ? { username, password }
    : undefined
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
