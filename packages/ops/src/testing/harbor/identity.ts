/** Who asks the simulated Harbor, and what they may do. */
import { createPublicKey, createSign, createVerify, generateKeyPairSync } from 'node:crypto'
import { forbidden, unauthorized } from './refusal.ts'
import type { HarborState, Project, Robot } from './state.ts'

export interface Who {
  readonly kind: 'admin' | 'robot' | 'anonymous' | 'token'
  readonly name: string
  /** Whether credentials came at all, good or bad. */
  readonly hasTried: boolean
  readonly robot?: Robot
  /** Of a token: actions by project, since a token of one repository is good for all of its project. */
  readonly actions?: Readonly<Record<string, readonly string[]>>
}

interface Access {
  readonly type: string
  readonly name: string
  readonly actions: readonly string[]
}

export interface Tokens {
  readonly issue: (who: Who, access: readonly Access[], now: Date) => string
  readonly identify: (token: string, now: Date) => Who
}

export function createTokens(): Tokens {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const publicKey = createPublicKey(privateKey)
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return {
    issue: ({ kind, name }, access, now) => {
      const at = Math.floor(now.getTime() / 1000)
      const claims = {
        iss: 'harbor-token-issuer',
        ...(kind === 'anonymous' ? {} : { sub: name }),
        aud: 'harbor-registry',
        iat: at,
        exp: at + 1800,
        access,
      }
      const text = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`
      return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`
    },
    identify: (token, now) => {
      const [head = '', claims = '', signature = ''] = token.split('.')
      const isOurs = createVerify('RSA-SHA256')
        .update(`${head}.${claims}`)
        .verify(publicKey, signature, 'base64url')
      const said = isOurs
        ? (JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as { exp: number; access: Access[] })
        : undefined
      const access = said !== undefined && said.exp * 1000 > now.getTime() ? said.access : []
      return {
        kind: 'token',
        name: '',
        hasTried: true,
        actions: Object.fromEntries(access.map(({ name, actions }) => [name.split('/')[0]!, actions])),
      }
    },
  }
}

/** Bad credentials are nobody's: Harbor goes on as for those who brought none. */
export function identify(state: HarborState, tokens: Tokens, header: string | undefined): Who {
  if (header?.startsWith('Bearer ')) return tokens.identify(header.slice(7), state.now())
  const hasTried = header !== undefined
  const anonymous: Who = { kind: 'anonymous', name: '', hasTried }
  if (!header?.startsWith('Basic ')) return anonymous
  const text = Buffer.from(header.slice(6), 'base64').toString('utf8')
  const colon = text.indexOf(':')
  const [name, password] = [text.slice(0, colon), text.slice(colon + 1)]
  if (name === state.admin.username && password === state.admin.password)
    return { kind: 'admin', name, hasTried }
  const robot = state.robots.find((one) => one.name === name && one.secret === password)
  const isGood =
    robot !== undefined &&
    !robot.disabled &&
    (robot.expiresAt === -1 || robot.expiresAt * 1000 > state.now().getTime())
  return isGood ? { kind: 'robot', name, hasTried, robot } : anonymous
}

export const isPublic = ({ metadata }: Project): boolean => metadata['public'] === 'true'

const reading = new Set(['read', 'list', 'pull'])

export function may(who: Who, project: Project, resource: string, action: string): boolean {
  if (who.kind === 'admin') return true
  if (who.kind === 'token') {
    const given = who.actions?.[project.name] ?? []
    return resource === 'repository' ? given.includes(action) : isPublic(project) && reading.has(action)
  }
  if (isPublic(project) && reading.has(action) && who.kind === 'anonymous') return true
  return (who.robot?.permissions ?? []).some(
    ({ namespace, access }) =>
      (namespace === project.name || namespace === '*') &&
      access.some((one) => one.resource === resource && one.action === action),
  )
}

export function demand(who: Who, project: Project, resource: string, action: string): void {
  if (may(who, project, resource, action)) return
  throw who.kind === 'anonymous' ? unauthorized() : forbidden()
}

export function demandAdmin(who: Who): void {
  if (who.kind === 'admin') return
  throw who.kind === 'anonymous' ? unauthorized() : forbidden(who.name)
}
