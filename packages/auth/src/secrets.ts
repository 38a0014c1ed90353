/** AUTH_SECRET is never used itself: each purpose has its own key, derived from it by HKDF. */
import { hkdfSync } from 'node:crypto'

interface SecretSet {
  /** Names the secret in the database without telling it. */
  readonly id: string
  /** Encrypts signing keys at rest; 32 bytes. */
  readonly sealing: Buffer
  /** Computes refresh tokens from their parents; 32 bytes. */
  readonly refresh: Buffer
  /** Signs the cookie of browsers that signed in before; 32 bytes. */
  readonly device: Buffer
  /** Seals sign-ins that are under way at Google; 32 bytes. */
  readonly google: Buffer
}

export interface Secrets {
  /** What new rows are made with. */
  readonly current: SecretSet
  /** The current or the previous secret, by the id that a row names. */
  byId(id: string): SecretSet | undefined
  /** The current one first. */
  readonly all: readonly [SecretSet, ...SecretSet[]]
}

/** `previous`: the secret before the last change, so that what it made stays readable. */
export function deriveSecrets(secret: string, previous?: string): Secrets {
  const current = secretSet(secret)
  const known: [SecretSet, ...SecretSet[]] = [
    current,
    ...(previous === undefined ? [] : [secretSet(previous)]),
  ]
  return { current, all: known, byId: (id) => known.find((one) => one.id === id) }
}

function secretSet(secret: string): SecretSet {
  const derive = (purpose: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', secret, 'goalixa auth v1', purpose, bytes))
  return {
    id: derive('id', 8).toString('hex'),
    sealing: derive('sealing', 32),
    refresh: derive('refresh', 32),
    device: derive('device', 32),
    google: derive('google', 32),
  }
}
