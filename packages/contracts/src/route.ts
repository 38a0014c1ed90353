/** A route is data: the services bind handlers to it, the gateway forwards by it, the client is typed by it. */
import type * as z from 'zod'

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/**
 * Who may call a route.
 * - `public`: anybody
 * - `session`: somebody signed in; personal access tokens are refused
 * - `user`: somebody signed in, or a personal access token with the route's scope
 */
export type Access = 'public' | 'session' | 'user'

/** What a personal access token may be allowed. `read` and `write` stand for every feature; write includes read. */
export const scopes = [
  'read',
  'write',
  'time-entries:read',
  'time-entries:write',
  'tasks:read',
  'tasks:write',
  'projects:read',
  'projects:write',
  'clients:read',
  'clients:write',
  'labels:read',
  'labels:write',
  'goals:read',
  'goals:write',
  'weekly-goals:read',
  'weekly-goals:write',
  'habits:read',
  'habits:write',
  'planner:read',
  'planner:write',
  'reminders:read',
  'reminders:write',
  'views:read',
  'views:write',
  'reports:read',
  'settings:read',
  'settings:write',
] as const
export type Scope = (typeof scopes)[number]

/**
 * Which quota of a person a request counts against.
 * - `default`: nearly every one
 * - `heavy`: what reads or writes a whole account; apart, so that a script that exports keeps nobody from the timer
 */
export const rateClasses = ['default', 'heavy'] as const
export type RateClass = (typeof rateClasses)[number]

export interface RouteSpec {
  readonly method: Method
  /** `/v1/tasks/{id}`: parameters in braces. */
  readonly path: string
  /** One line for OpenAPI. */
  readonly summary: string
  readonly access: Access
  /** Needed of tokens on `user` routes. */
  readonly scope?: Scope
  /**
   * A personal access token for one project may call it: what it reads and writes is of that project alone. Every other
   * route refuses such a token.
   */
  readonly perProject?: true
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  /** Status of the good answer; 200 unless said. */
  readonly status?: number
  readonly response: z.ZodType
  /** Media type of the good answer; `application/json` unless said. */
  readonly produces?: readonly string[]
  /** The body is read as text, whatever its media type. */
  readonly rawBody?: boolean
  /** Largest body in bytes; 1 MiB unless said. */
  readonly bodyLimit?: number
  /** The answer goes on until one side ends it: no time limit, but never silent for longer than `silenceMs` of events. */
  readonly stream?: boolean
  /** How long the gateway waits, in milliseconds; 5,000 unless said. */
  readonly timeoutMs?: number
  /** Who waits first when a service has too much to do; `normal` unless said. `high`: without it nobody gets in or out. */
  readonly priority?: 'low' | 'normal' | 'high'
  /** On routes that need somebody; `default` unless said. */
  readonly rateClass?: RateClass
}

export const defaultBodyLimit = 1024 * 1024
export const defaultTimeoutMs = 5_000

/** Keeps the literal types of a route, so that clients and handlers are typed by it. */
export const route = <const Spec extends RouteSpec>(spec: Spec): Spec => spec

/** Does a token with these scopes cover the needed one? */
export function coversScope(granted: readonly string[], needed: Scope): boolean {
  const [feature, verb] = needed.includes(':') ? needed.split(':') : [undefined, needed]
  if (granted.includes(needed) || granted.includes('write')) return true
  if (verb !== 'read') return false
  return granted.includes('read') || (feature !== undefined && granted.includes(`${feature}:write`))
}

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined
type Given<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined

/** What a handler receives, validated. */
export interface RouteInput<Spec extends RouteSpec> {
  readonly params: Parsed<Spec['params']>
  readonly query: Parsed<Spec['query']>
  readonly body: Parsed<Spec['body']>
}
export type RouteOutput<Spec extends RouteSpec> = z.output<Spec['response']>

type Optionally<Key extends string, Value> = [Value] extends [undefined]
  ? { readonly [K in Key]?: undefined }
  : {} extends Value
    ? { readonly [K in Key]?: Value }
    : { readonly [K in Key]: Value }

/** What a caller gives: only the parts that the route has. */
export type RouteRequest<Spec extends RouteSpec> = Optionally<'params', Given<Spec['params']>> &
  Optionally<'query', Given<Spec['query']>> &
  Optionally<'body', Given<Spec['body']>>
