/** Signing in with the browser of this machine (RFC 8252) and a proof that the code is ours (RFC 7636). */
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import type { Account } from '@goalixa/contracts/accounts'
import { listenOnLoopback } from './loopback-listener.ts'
import type { Terminal } from './output/terminal.ts'
import type { Store } from './store.ts'

interface LoopbackLogin {
  readonly accounts: Pick<Store['accounts'], 'exchangeCode'>
  readonly apiUrl: string
  readonly device: string
  /** The program that opens a page. */
  readonly browser: string
  readonly terminal: Pick<Terminal, 'say'>
}

const timeoutMs = 5 * 60_000

/** Throws `access_denied` when the browser says no or something else, `expired_token` when it says nothing. */
export async function signInByBrowser(login: LoopbackLogin): Promise<Account> {
  const codeVerifier = randomBytes(32).toString('base64url')
  const state = randomBytes(32).toString('base64url')
  const listener = await listenOnLoopback({ state, timeoutMs })
  const page = new URL('/authorize', login.apiUrl)
  page.search = new URLSearchParams({
    client_id: 'goalixa-cli',
    redirect_uri: listener.redirectUri,
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
    state,
    device: login.device,
  }).toString()
  try {
    login.terminal.say(`Your browser opens ${page.origin}${page.pathname}. If it does not, open this page:`)
    login.terminal.say(page.href)
    login.terminal.say('Without a browser here: goalixa auth login --device')
    openPage(login.browser, page.href)
    const code = await listener.code
    return await login.accounts.exchangeCode({ code, codeVerifier, redirectUri: listener.redirectUri })
  } finally {
    listener.close()
  }
}

/** Without a shell, so that nothing in the address is read as a command. */
function openPage(browser: string, address: string): void {
  const child = spawn(browser, [address], { stdio: 'ignore', detached: true })
  // The address was printed: a browser that does not start is no failure.
  child.on('error', () => undefined)
  child.unref()
}
