import { forbidden, failure } from './status.ts'
import type { Target } from './request-path.ts'

/** What somebody wants to do, as access rules see it. Cluster-wide: no namespace. */
type Attempt = {
  verb: string
  group: string
  resource: string
  namespace?: string | undefined
  name?: string | undefined
}

export type Identity = {
  user: string
  /** Left out: everything is allowed. */
  allows?: (attempt: Attempt) => boolean
  /** What a review answers as its reason when it allows. */
  reason?: string
}

export type Access = {
  /** From now on these attempts are refused to everybody; members left out match all. */
  deny(attempt: Partial<Attempt>): void
  allowAgain(): void
}

const anonymous: Identity = { user: 'system:anonymous', allows: () => false }

export type AccessControl = Access & {
  identify(authorization: string | undefined): Identity
  /** Of a review about somebody: who is not known may do nothing. */
  named(user: string): Identity
  allowed(identity: Identity, attempt: Attempt): boolean
}

export function createAccess(identities: Record<string, Identity>): AccessControl {
  let denied: Partial<Attempt>[] = []
  return {
    deny: (attempt) => void denied.push(attempt),
    allowAgain() {
      denied = []
    },
    /** @throws ApiError 401 for a token that nobody has */
    identify(authorization) {
      if (authorization === undefined) return identities[''] ?? anonymous
      const identity = identities[authorization.replace(/^Bearer /, '')]
      if (!identity) throw failure(401, 'Unauthorized', 'Unauthorized')
      return identity
    },
    named: (user) =>
      Object.values(identities).find((one) => one.user === user) ?? { user, allows: () => false },
    allowed: (identity, attempt) =>
      (identity.allows?.(attempt) ?? true) && !denied.some((rule) => isCovered(rule, attempt)),
  }
}

function isCovered(rule: Partial<Attempt>, attempt: Attempt): boolean {
  return (['verb', 'group', 'resource', 'namespace', 'name'] as const).every(
    (member) => rule[member] === undefined || rule[member] === attempt[member],
  )
}

/** The 403 of an attempt. */
export function refusal(
  identity: Identity,
  verb: string,
  { resource, namespace, name, subresource }: Target,
) {
  const what = subresource === undefined ? resource.resource : `${resource.resource}/${subresource}`
  const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`
  return forbidden(
    resource,
    name,
    `User "${identity.user}" cannot ${verb} resource "${what}" in API group "${resource.group}" ${where}`,
  )
}
