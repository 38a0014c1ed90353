/** A browser as far as a sign-in needs one: it keeps cookies and follows nothing by itself. */
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { createTestDatabase } from '@goalixa/service-kit/testing/database'
import { startAuthForTests } from '../testing.ts'
import type { AuthForTests } from '../testing.ts'
import { aClock, fromOurPage } from '../testing-requests.ts'
import { startTestProvider } from './testing-provider.ts'
import type { TestPerson, TestProvider } from './testing-provider.ts'

export interface Browser {
  readonly cookies: Map<string, string>
  go(
    path: string,
    options?: { method?: string; body?: unknown; headers?: Record<string, string> },
  ): Promise<Page>
}

interface Page {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The parsed body of a JSON answer. */
  // oxlint-disable-next-line no-explicit-any -- tests say what they expect of it
  readonly body: any
  /** The `code` of a problem document. */
  readonly code: string | undefined
}

export function openBrowser(base: string): Browser {
  const cookies = new Map<string, string>()
  return {
    cookies,
    async go(path, { method = 'GET', body, headers } = {}) {
      const response = await fetch(base + path, {
        method,
        redirect: 'manual',
        headers: {
          accept: 'application/json',
          ...(cookies.size > 0 ? { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') } : {}),
          ...(method === 'GET' ? {} : fromOurPage),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        if (value === '') cookies.delete(name)
        else cookies.set(name, value)
      }
      const text = await response.text()
      const isJson = response.headers.get('content-type')?.includes('json') === true
      const parsed = isJson && text !== '' ? JSON.parse(text) : undefined
      return { status: response.status, headers: response.headers, text, body: parsed, code: parsed?.code }
    },
  }
}

export const flowCookie = '__Host-goalixa_google'
export const sessionCookie = '__Host-goalixa_at'

let people = 0
/** Somebody new at Google. */
export function aGooglePerson(given: Partial<TestPerson> = {}): TestPerson {
  people += 1
  return {
    sub: `1000000000000${people}`,
    email: `google-person${people}@gmail.example`,
    email_verified: true,
    ...given,
  }
}

export const callbackPath = (given: Record<string, string>) =>
  `/auth/google/callback?${new URLSearchParams(given).toString()}`

export interface GoogleForTests {
  readonly auth: AuthForTests
  readonly provider: TestProvider
  readonly clock: ReturnType<typeof aClock>
  readonly databaseUrl: string
  /** Begins in this browser; answers the address at the provider. */
  begin(browser: Browser, query?: string): Promise<string>
  /** The whole way with this person. */
  signIn(browser: Browser, person: TestPerson, query?: string): Promise<Page>
  /** Settles when a mail of this kind has been written to that address. */
  mailed(kind: string, email: string): Promise<void>
  /** A browser that a password signed in. */
  withPassword(person: { email: string; password: string }): Promise<Browser>
  close(): Promise<void>
}

export async function startGoogleForTests(timeoutMs?: number): Promise<GoogleForTests> {
  const { url: databaseUrl, drop } = await createTestDatabase()
  const clock = aClock()
  const provider = await startTestProvider({
    now: clock.now,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  })
  const mails = await mkdtemp(join(tmpdir(), 'goalixa-mails-'))
  const auth = await startAuthForTests({
    databaseUrl,
    now: clock.now,
    googleEndpoints: provider.endpoints,
    settings: {
      GOOGLE_CLIENT_ID: provider.clientId,
      GOOGLE_CLIENT_SECRET: provider.clientSecret,
      MAIL_FOLDER: mails,
    },
  })
  const begin: GoogleForTests['begin'] = async (browser, query = '') => {
    const { headers } = await browser.go(`/auth/google${query}`)
    return headers.get('location') ?? ''
  }
  return {
    auth,
    provider,
    clock,
    databaseUrl,
    begin,
    async signIn(browser, person, query) {
      const url = await begin(browser, query)
      return browser.go(callbackPath(provider.consent(url, person)))
    },
    async mailed(kind, email) {
      for (;;) {
        const names = (await readdir(mails)).filter(
          (name) => name.endsWith('.eml') && name.includes(`-${kind}-`),
        )
        const texts = await Promise.all(names.map((name) => readFile(join(mails, name), 'utf8')))
        if (texts.some((text) => text.includes(`To: ${email}`))) return
        await setImmediate()
      }
    },
    async withPassword(person) {
      const browser = openBrowser(auth.url)
      await browser.go('/auth/login', { method: 'POST', body: { ...person, delivery: 'cookie' } })
      return browser
    },
    async close() {
      await auth.close()
      await provider.close()
      await drop()
      await rm(mails, { recursive: true, force: true })
    },
  }
}
