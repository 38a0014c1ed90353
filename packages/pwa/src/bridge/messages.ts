/** What shell and frames say to each other, as data. A new message is a line here and a handler on its other side. */
import { isPath } from './paths.ts'

/** Which frame speaks. */
export type Role = 'landing' | 'auth' | 'app'

/** Whose app it is; told to the role `app` only. `isExpired`: the server asks for a new sign-in. */
export interface Account {
  readonly id: string
  readonly isExpired: boolean
}

/** Bodies of what the shell tells a frame. */
export interface FromShell {
  readonly AUTH_STATE: { readonly account: Account | null }
  /** Where the address bar is: `/timer?from=2026-01-01`. */
  readonly PATH: { readonly path: string }
}

/** Bodies of what a frame tells the shell. */
export interface FromFrame {
  readonly NAVIGATE: { readonly path: string }
  /** What the tab is called. */
  readonly TITLE: { readonly title: string }
  readonly SESSION_CHANGED: null
  readonly REQUEST_AUTH: null
  readonly AUTH_EXPIRED: null
  readonly LOGOUT: null
  /** Something is being written that a reload would lose. */
  readonly EDITING: { readonly isEditing: boolean }
}

type Check = (body: unknown) => boolean
const nothing: Check = (body) => body === null
const title: Check = (body) =>
  hasOnly(body, ['title']) && typeof body['title'] === 'string' && body['title'].length <= 300
const editing: Check = (body) => hasOnly(body, ['isEditing']) && typeof body['isEditing'] === 'boolean'
const path: Check = (body) => hasOnly(body, ['path']) && isPath(body['path'])

/** Maps, so that `__proto__` and `constructor` are messages like any other unknown one. */
export const fromFrame: Readonly<Record<Role, ReadonlyMap<string, Check>>> = {
  landing: new Map([['NAVIGATE', path]]),
  auth: new Map([
    ['NAVIGATE', path],
    ['TITLE', title],
    ['SESSION_CHANGED', nothing],
  ]),
  app: new Map([
    ['NAVIGATE', path],
    ['TITLE', title],
    ['REQUEST_AUTH', nothing],
    ['AUTH_EXPIRED', nothing],
    ['LOGOUT', nothing],
    ['EDITING', editing],
  ]),
}

export const fromShell: ReadonlyMap<string, Check> = new Map([
  [
    'AUTH_STATE',
    (body: unknown) => hasOnly(body, ['account']) && (body['account'] === null || isAccount(body['account'])),
  ],
  ['PATH', path],
])

export function isAccount(value: unknown): value is Account {
  return (
    hasOnly(value, ['id', 'isExpired']) &&
    typeof value['id'] === 'string' &&
    /^[\da-f-]{36}$/.test(value['id']) &&
    typeof value['isExpired'] === 'boolean'
  )
}

/** A plain object with exactly these keys. */
export function hasOnly(value: unknown, keys: readonly string[]): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const own = Object.keys(value)
  return own.length === keys.length && keys.every((key) => Object.hasOwn(value, key))
}
