/** Every route of the table through the gateway: people, requests made from the contract, and what the rows say. */
import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { expect } from 'vitest'
import { goodRequest, makeBelongings } from '@goalixa/app/testing-requests'
import type { AppRequest } from '@goalixa/app/testing-requests'
import type { Answer, Person } from '@goalixa/app/testing'
import { errorCatalogue } from '@goalixa/contracts/error-catalogue'
import { Problem } from '@goalixa/contracts/problem'
import { routeTable } from '@goalixa/contracts/routes'
import type { NamedRoute } from '@goalixa/contracts/routes'
import { openDatabase } from '@goalixa/service-kit/db'
import { findUserRows } from '@goalixa/service-kit/testing/user-rows'
import { signAccessToken } from '@goalixa/service-kit/tokens'
import { startServices } from './services.ts'

/** A route answers whole documents; streams are tested where they are written. */
export const everyRoute = routeTable.filter(({ spec }) => spec.stream !== true)
export const named = (keep: (route: NamedRoute) => boolean) =>
  everyRoute.filter(keep).map((route) => [route.id, route] as const)
export const takesJson = ({ spec }: NamedRoute) => spec.method !== 'GET' && spec.rawBody !== true
export const shapeOf = (schema: unknown): string[] =>
  Object.keys((schema as { shape?: object } | undefined)?.shape ?? {})

/** A value in the right form for every name that a path can have in it; nothing has this id. */
export const wellFormedParams = {
  id: '0198f2d0-0000-7000-8000-00000000abcd',
  format: 'json',
  date: '2026-03-02',
  table: 'labels',
  token: 'glx_cal_of-nobody',
}

export interface Everything {
  readonly url: string
  readonly appUrl: string
  readonly authUrl: string
  /** Somebody whom the app knows, with a token that no sign-in had to make. */
  appUser(): Person
  /** Somebody with an account and a live session. */
  accountHolder(): Promise<Person>
  /** Somebody for this route: of the app a new person, of auth the last one whose session has not ended. */
  personFor(route: NamedRoute): Promise<Person>
  /** The same, with all that the request of this route needs: of the app a good one. */
  readyFor(route: NamedRoute): Promise<{ me: Person; good: AppRequest }>
  /** Everything both schemas hold of a user, table by table. */
  rowsOf(userId: string): Promise<Record<string, unknown[]>>
  close(): Promise<void>
}

export async function startEverything(): Promise<Everything> {
  const services = await startServices()
  const { gatewayUrl: url } = services
  const key = await services.activeKey()
  const database = openDatabase({ url: services.databaseUrl, schema: 'app', poolSize: 2 })
  const rows = await findUserRows(database, [
    { schema: 'app', column: 'user_id' },
    { schema: 'auth', column: 'user_id' },
    { schema: 'auth', column: 'account_id' },
    { schema: 'auth', column: 'id', table: 'accounts' },
  ])
  const personWith = (userId: string, token: string): Person => ({
    userId,
    token,
    call: (method, path, body, headers) => call(url, token, method, path, body, headers),
  })
  const appUser = () => {
    const userId = randomUUID()
    const iat = Math.floor(Date.now() / 1000)
    const token = signAccessToken(
      {
        iss: 'goalixa-auth',
        aud: 'goalixa',
        sub: userId,
        client_id: 'goalixa-cli',
        scope: '',
        auth_time: iat,
        amr: ['pwd'],
        jti: randomUUID(),
        sid: randomUUID(),
        iat,
        exp: iat + 600,
      },
      key,
    )
    return personWith(userId, token)
  }
  const accountHolder = async () => {
    const body = { email: `${randomUUID()}@example.org`, password: 'a long enough passphrase' }
    const answer = await call(url, undefined, 'POST', '/auth/register', body)
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    return personWith(answer.body.account.id, answer.body.accessToken)
  }
  let last: Person | undefined
  const liveHolder = async () => {
    const isLive = last !== undefined && (await last.call('GET', '/auth/me')).status === 200
    return (last = isLive ? last! : await accountHolder())
  }
  const personFor = async ({ upstream }: NamedRoute) => (upstream === 'auth' ? liveHolder() : appUser())
  const template = appUser()
  const mine = await makeBelongings(template, 'mine')
  return {
    url,
    appUrl: services.appUrl,
    authUrl: services.auth.url,
    appUser,
    accountHolder,
    personFor,
    async readyFor(route) {
      const me = await personFor(route)
      if (route.upstream !== 'app') return { me, good: sampleRequest(route) }
      // Ids of what belongs to a date are made of the user's id: those are no copies.
      const copied = !route.spec.path.includes('{date}')
      if (copied) await rows.copyRows(template.userId, me.userId)
      return { me, good: goodRequest(route, copied ? mine : await makeBelongings(me, 'mine')) }
    },
    rowsOf: rows.rowsOf,
    async close() {
      await database.close()
      await services.close()
    },
  }
}

/** Raw bytes and texts go as they are, everything else as JSON. */
export async function call(
  base: string,
  token: string | undefined,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(base + path, {
    method,
    redirect: 'manual',
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined
      ? {}
      : { body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '')
  return {
    status: response.status,
    body: isJson && text !== '' ? JSON.parse(text) : text,
    headers: response.headers,
  }
}

/** A request that has the form which the contract describes, whatever it does. */
export function sampleRequest({ spec }: NamedRoute): AppRequest {
  const { params, query, body } = spec
  return {
    ...(params === undefined ? {} : { params: sampleOf(params) as Record<string, string> }),
    ...(query === undefined ? {} : { query: sampleOf(query) as Record<string, string> }),
    ...(body === undefined ? {} : { body: sampleOf(body) }),
  }
}

interface JsonSchema {
  readonly type?: string
  readonly format?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly items?: JsonSchema
  readonly minItems?: number
  readonly minLength?: number
  readonly minimum?: number
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
}

/** A value of the form that a schema asks for, with what must be there and nothing else. */
const sampleOf = (schema: z.ZodType): unknown =>
  sampleOfJson(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema)

function sampleOfJson(schema: JsonSchema): unknown {
  const [choice] = schema.enum ?? schema.anyOf ?? schema.oneOf ?? []
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return choice
  if (choice !== undefined) return sampleOfJson(choice as JsonSchema)
  if (schema.type === 'object') {
    const required = schema.required ?? []
    return Object.fromEntries(required.map((name) => [name, sampleOfJson(schema.properties?.[name] ?? {})]))
  }
  if (schema.type === 'array')
    return Array.from({ length: schema.minItems ?? 0 }, () => sampleOfJson(schema.items ?? {}))
  if (schema.type === 'boolean') return true
  if (schema.type === 'integer' || schema.type === 'number') return Math.max(schema.minimum ?? 1, 1)
  if (schema.format === 'email') return `${randomUUID()}@example.org`
  if (schema.format === 'uuid') return '0198f2d0-0000-7000-8000-00000000abcd'
  if (schema.format === 'date-time') return '2026-03-02T09:00:00Z'
  return 'sample text'.padEnd(schema.minLength ?? 0, 'x')
}

/** Every refusal is a problem document with a code of the catalogue, and tells nothing of the inside. */
export function expectRefusal(answer: Answer, what: string): void {
  expect(answer.status, `${what}: ${JSON.stringify(answer.body)?.slice(0, 300)}`).toBeGreaterThanOrEqual(400)
  expectNoFailure(answer, what)
}

/** It may be taken or refused; it must not break anything. */
export function expectNoFailure(answer: Answer, what: string): void {
  const shown = `${what.slice(0, 200)}: ${JSON.stringify(answer.body)?.slice(0, 300)}`
  // 503 is the honest answer of a part that has too much to do.
  expect(answer.status === 503 ? 400 : answer.status, shown).toBeLessThan(500)
  if (answer.status < 400) return
  expect(answer.headers.get('content-type'), shown).toContain('application/problem+json')
  const problem = Problem.parse(answer.body)
  expect(Object.keys(errorCatalogue), shown).toContain(problem.code)
  expect([problem.status, problem.requestId], shown).toEqual([
    answer.status,
    answer.headers.get('x-request-id'),
  ])
  expect(JSON.stringify(problem), shown).not.toMatch(
    /select |insert |node_modules|\.ts:\d|\bat \/|postgres|constraint|\/packages\//i,
  )
}
