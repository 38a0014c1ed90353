/** What tests send to the service, and the little they read of its answers. */
import { testOrigin } from './testing.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The parsed body; undefined when there is none. */
  // oxlint-disable-next-line no-explicit-any -- tests say what they expect of it
  readonly body: any
}

interface RequestOptions {
  readonly body?: unknown
  readonly token?: string
  readonly cookie?: string
  readonly headers?: Record<string, string>
}

export async function send(method: string, url: string, options: RequestOptions = {}): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      ...(options.cookie === undefined ? {} : { cookie: options.cookie }),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text === '' ? undefined : JSON.parse(text),
  }
}

export const post = (url: string, options: RequestOptions = {}) => send('POST', url, options)
export const get = (url: string, options: RequestOptions = {}) => send('GET', url, options)

/** What a page of the installation adds to its requests. */
export const fromOurPage = { 'sec-fetch-site': 'same-origin', origin: testOrigin }

/** The cookies that an answer sets, as the browser sends them back. */
export const cookiesOf = (answer: Answer): string =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')

let people = 0
export const aPerson = () => ({
  email: `person${++people}@example.org`,
  password: 'a long enough passphrase',
})

/** Registers somebody new. */
export async function register(
  url: string,
  person = aPerson(),
): Promise<{
  person: ReturnType<typeof aPerson>
  id: string
  accessToken: string
  refreshToken: string
}> {
  const { body } = await post(`${url}/auth/register`, { body: person })
  return { person, id: body.account.id, accessToken: body.accessToken, refreshToken: body.refreshToken }
}

/** Signs in and gives the tokens. */
export async function login(url: string, person: ReturnType<typeof aPerson>, device?: string) {
  const { body } = await post(`${url}/auth/login`, {
    body: { ...person, ...(device === undefined ? {} : { device }) },
  })
  return body as { accessToken: string; refreshToken: string; account: { id: string } }
}

/** The session id that an access token names. */
export const sidOf = (accessToken: string): string => claimsOf(accessToken)['sid'] as string

export const claimsOf = (accessToken: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString('utf8'))

/** A clock that stands still until it is told to move. */
export function aClock(start = new Date()) {
  let at = start.getTime()
  return { now: () => new Date(at), forward: (seconds: number) => void (at += seconds * 1000) }
}
