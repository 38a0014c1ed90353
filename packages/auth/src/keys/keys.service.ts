/** Signing keys: the one that signs, those that verify, and the set that others fetch. */
import { createPrivateKey, randomUUID } from 'node:crypto'
import type { JsonWebKeyInput, KeyObject } from 'node:crypto'
import { AppError } from '@goalixa/contracts/errors'
import type { Database, Db } from '@goalixa/service-kit/db'
import type { AccessClaims, KeyFinder } from '@goalixa/service-kit/tokens'
import { publicKeyOf, signAccessToken, tokenAudience } from '@goalixa/service-kit/tokens'
import { epochSeconds } from '../instants.ts'
import type { Secrets } from '../secrets.ts'
import { insertKey, lockKeys, moveKey, publishedKeys } from './keys.repository.ts'
import type { SigningKeyRow } from './keys.repository.ts'
import { newSigningKey } from './new-key.ts'
import { dueChanges, freshSeconds, succession } from './rotation.ts'
import type { KeyChange } from './rotation.ts'
import { unseal } from './sealed.ts'

type Given = Pick<
  AccessClaims,
  'sub' | 'client_id' | 'sid' | 'scope' | 'auth_time' | 'amr' | 'role' | 'project'
>

export interface KeysService {
  /** Makes the first key when there is none; also right when two processes do it at once. */
  prepare(): Promise<void>
  /** Throws unless there is a key to sign with. */
  check(): Promise<void>
  /** Public keys, RFC 7517. */
  published(): Promise<Record<string, unknown>[]>
  readonly findKey: KeyFinder
  /** How long each published key has been in its state. */
  ages(): readonly { readonly state: SigningKeyRow['state']; readonly seconds: number }[]
  /**
   * Publishes the next key, unless one is published; it takes over by itself one cache period later.
   * `compromised`: it signs from now on, and what the active key signed is refused; people refresh.
   */
  rotate(how?: { readonly compromised: boolean }): Promise<void>
  /** Signs the claims for `seconds`, but never past `endsAt`. */
  issue(
    claims: Given,
    seconds: number,
    endsAt: Date,
  ): Promise<{ accessToken: string; expiresIn: number; expiresAt: Date }>
}

interface Loaded {
  readonly at: number
  readonly rows: readonly SigningKeyRow[]
  readonly publicKeys: ReadonlyMap<string, KeyObject>
  readonly active: { readonly kid: string; readonly privateKey: KeyObject }
}

/** Another process may have changed the states; a retiring key stays good for far longer than this. */
const freshForMs = freshSeconds * 1000
/** A key id that nobody knows asks the database again only this often. */
const unknownAfterMs = 10_000
const kidPattern = /^[A-Za-z0-9_-]{43}$/

export function createKeysService(options: {
  readonly database: Database
  readonly secrets: Secrets
  readonly issuer: string
  /** For how long a key signs. */
  readonly rotationSeconds: number
  readonly now: () => Date
  readonly onChange?: (change: KeyChange) => void
  readonly onIssue?: (kind: 'access' | 'exchanged') => void
}): KeysService {
  const { database, secrets, issuer, rotationSeconds, now } = options
  let loaded: Loaded | undefined
  let pending: Promise<Loaded> | undefined

  const make = (tx: Db, state: 'next' | 'active') =>
    insertKey(tx, { ...newSigningKey(secrets), state, createdAt: now() })
  const apply = async (tx: Db, changes: readonly KeyChange[]): Promise<void> => {
    for (const change of changes) {
      if ('make' in change) await make(tx, change.make)
      else await moveKey(tx, change.kid, change.to, now())
    }
  }
  /** Many processes may find that something is due: one does it, the others see that it is done. */
  const tend = async (
    decide: (rows: readonly SigningKeyRow[]) => readonly KeyChange[],
  ): Promise<SigningKeyRow[]> => {
    const { rows, changes } = await database.transaction(async (tx) => {
      await lockKeys(tx)
      const changes = decide(await publishedKeys(tx))
      await apply(tx, changes)
      return { rows: await publishedKeys(tx), changes }
    })
    for (const change of changes) options.onChange?.(change)
    return rows
  }
  const due = (rows: readonly SigningKeyRow[]) => dueChanges(rows, now(), rotationSeconds)

  const load = async (): Promise<Loaded> => {
    const found = await publishedKeys(database)
    const rows = due(found).length === 0 ? found : await tend(due)
    const row = rows.find(({ state }) => state === 'active')
    if (row === undefined) throw new AppError('service.unavailable', 'there is no signing key')
    return {
      at: now().getTime(),
      rows,
      publicKeys: new Map(rows.map(({ kid, publicJwk }) => [kid, publicKeyOf(publicJwk)])),
      active: { kid: row.kid, privateKey: privateKeyOf(row, secrets) },
    }
  }
  const reload = (): Promise<Loaded> =>
    (pending ??= load()
      .then((found) => (loaded = found))
      .finally(() => {
        pending = undefined
      }))
  /** Keys that are a little old are better than none while the database is away. */
  const keys = async (maxAgeMs: number): Promise<Loaded> => {
    const known = loaded
    if (known === undefined) return reload()
    if (now().getTime() - known.at <= maxAgeMs) return known
    return reload().catch(() => known)
  }

  return {
    async prepare() {
      await reload()
    },
    async check() {
      await keys(freshForMs)
    },
    async published() {
      const { rows } = await keys(freshForMs)
      return rows.map(({ kid, publicJwk }) => ({ ...publicJwk, kid, use: 'sig', alg: 'ES256' }))
    },
    async findKey(kid) {
      if (!kidPattern.test(kid)) return undefined
      const known = (await keys(freshForMs)).publicKeys.get(kid)
      return known ?? (await keys(unknownAfterMs)).publicKeys.get(kid)
    },
    ages() {
      const at = now().getTime()
      return (loaded?.rows ?? []).map(({ state, stateSince }) => ({
        state,
        seconds: Math.max(0, (at - stateSince.getTime()) / 1000),
      }))
    },
    async rotate({ compromised } = { compromised: false }) {
      await tend((rows) => {
        const changes = due(rows)
        const isPublished = rows.some(({ state }) => state === 'next') || changes.some((one) => 'make' in one)
        return isPublished ? changes : [...changes, { make: 'next' }]
      })
      if (compromised) {
        await tend((rows) => {
          const [active, next] = [
            rows.find(({ state }) => state === 'active'),
            rows.find(({ state }) => state === 'next'),
          ]
          if (active === undefined || next === undefined) return []
          return [...succession(active, next), { kid: active.kid, to: 'removed' }]
        })
      }
      await reload()
    },
    async issue(given, seconds, endsAt) {
      const { active } = await keys(freshForMs)
      const iat = epochSeconds(now())
      const exp = Math.min(iat + seconds, epochSeconds(endsAt))
      if (exp <= iat) throw new AppError('auth.session_ended')
      options.onIssue?.(given.client_id === 'personal-token' ? 'exchanged' : 'access')
      const claims = { ...given, iss: issuer, aud: tokenAudience, iat, exp, jti: randomUUID() } as const
      return {
        accessToken: signAccessToken(claims, active),
        expiresIn: exp - iat,
        expiresAt: new Date(exp * 1000),
      }
    },
  }
}

/** @throws Error when AUTH_SECRET is not the one that sealed the key */
function privateKeyOf(row: SigningKeyRow, secrets: Secrets): KeyObject {
  const secret = secrets.byId(row.sealedWith)
  if (secret === undefined) {
    throw new Error(
      'the signing key was sealed with another AUTH_SECRET; give that one as AUTH_SECRET_PREVIOUS',
    )
  }
  const jwk = JSON.parse(unseal(secret.sealing, row.sealedPrivateJwk, row.kid)) as JsonWebKeyInput['key']
  return createPrivateKey({ key: jwk, format: 'jwk' })
}
