/** The checks of `goalixa doctor`: each gives one line and, when something is wrong, what to try. */
import { TransportError } from '@goalixa/client/transport'
import { AppError } from '@goalixa/contracts/errors'
import { accountRoutes } from '@goalixa/contracts/accounts'
import type { Wiring } from './wiring.ts'

export interface Check {
  readonly name: string
  readonly state: 'ok' | 'warn' | 'fail'
  readonly detail: string
  readonly try?: string
  readonly ms?: number
}

export function checkNode(version: string): Check {
  return { name: 'node', state: 'ok', detail: `Node ${version}` }
}

export function checkConfig({ apiUrl, environment, config, dates }: Wiring): Check {
  const from =
    environment.apiUrl !== undefined ? 'GOALIXA_API_URL' : config.apiUrl !== undefined ? 'config' : 'default'
  const detail = `${apiUrl} (${from}), zone ${dates.zone}, settings in ${environment.configDir}`
  if (new URL(apiUrl).protocol === 'https:' || isHere(apiUrl))
    return { name: 'settings', state: 'ok', detail }
  return {
    name: 'settings',
    state: 'warn',
    detail: `${detail}: without TLS others can read along`,
    try: 'use an https:// address',
  }
}

function isHere(apiUrl: string): boolean {
  const { hostname } = new URL(apiUrl)
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
}

/** Where to look for the link that a server on this machine mailed. Of other servers, and of older ones, nothing. */
export async function checkMails({ apiUrl, http }: Pick<Wiring, 'apiUrl' | 'http'>): Promise<Check[]> {
  if (!isHere(apiUrl)) return []
  try {
    const response = await http.send({
      method: 'GET',
      path: '/auth/mail',
      access: 'public',
      headers: { accept: 'application/json' },
      timeoutMs: 5_000,
    })
    const text = await response.text()
    if (response.status !== 200) return []
    const { folder } = JSON.parse(text) as { folder: string | null }
    return folder === null
      ? []
      : [{ name: 'mails', state: 'ok', detail: `there is no mail server: mails are files in ${folder}` }]
  } catch (error) {
    if (error instanceof TransportError || error instanceof SyntaxError) return []
    throw error
  }
}

const slowMs = 500
/** Of a server that all reach: it asks its services, too. */
export const publicPath = accountRoutes.jwks.path
export const readinessPath = '/readyz'

/** `date`: what the server's clock says, when it says so. */
export async function checkHealth(
  name: string,
  path: string,
  { http }: Pick<Wiring, 'http'>,
): Promise<{ check: Check; date?: string }> {
  const began = performance.now()
  try {
    const response = await http.send({
      method: 'GET',
      path,
      access: 'public',
      headers: { accept: 'application/json' },
      timeoutMs: 5_000,
    })
    const text = await response.text()
    const ms = Math.round(performance.now() - began)
    const date = response.headers.date === undefined ? {} : { date: response.headers.date }
    // Where a proxy stands before it, probes are mostly none of the paths that lead inside.
    if (response.status === 404 && path === readinessPath)
      return { check: { name, state: 'ok', detail: `${path} is not for the outside here`, ms }, ...date }
    if (response.status !== 200) {
      const detail = `${path} answers ${response.status}${text === '' ? '' : `: ${text.slice(0, 200)}`}`
      return { check: { name, state: 'fail', detail, ms, try: 'look at the log of the server' }, ...date }
    }
    const slow =
      ms > slowMs
        ? { state: 'warn' as const, try: 'look at the way to the server' }
        : { state: 'ok' as const }
    return { check: { name, detail: `${path} answers in ${ms} ms`, ms, ...slow }, ...date }
  } catch (error) {
    if (!(error instanceof TransportError)) throw error
    return {
      check: {
        name,
        state: 'fail',
        detail: `${path} gives no answer: ${error.message}`,
        try: 'check that the server runs, and GOALIXA_API_URL',
      },
    }
  }
}

export async function checkSignIn({
  store,
  environment,
}: Pick<Wiring, 'store' | 'environment'>): Promise<Check> {
  try {
    const account = await store.accounts.me()
    const how = environment.token === undefined ? '' : ' with GOALIXA_TOKEN'
    return { name: 'sign-in', state: 'ok', detail: `signed in as ${account.email}${how}` }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code === 'tokens.other_project')
      return { name: 'sign-in', state: 'ok', detail: 'GOALIXA_TOKEN is a token for one project' }
    // Nobody signed in yet is no fault of the installation.
    return {
      name: 'sign-in',
      state: error.code === 'auth.required' ? 'warn' : 'fail',
      detail: error.message,
      try: error.try,
    }
  }
}

const skewSeconds = 5

/** The Date header has whole seconds, so small differences mean nothing. `now`: epoch seconds. */
export function checkClock(date: string | undefined, now: number): Check[] {
  const server = Date.parse(date ?? '') / 1000
  if (Number.isNaN(server)) return []
  const skew = Math.round(now - server)
  if (Math.abs(skew) <= skewSeconds) return [{ name: 'clock', state: 'ok', detail: 'the clocks agree' }]
  const detail = `this clock is ${Math.abs(skew)} s ${skew > 0 ? 'ahead of' : 'behind'} the server's`
  return [
    { name: 'clock', state: 'warn', detail, try: 'set the clock of this machine, for example with NTP' },
  ]
}
