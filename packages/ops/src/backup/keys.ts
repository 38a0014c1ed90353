/** Who can open a backup: public keys that it is made for, or a passphrase; and the way in again. */
import { open } from 'node:fs/promises'
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { AppError } from '@goalixa/contracts/errors'

/** Public keys (`age1…`), or a passphrase: never both, since age knows no such file. */
export type Lock = { readonly recipients: readonly string[] } | { readonly passphrase: string }

/** The text of an identity file, as `age-keygen` writes it, or the passphrase. */
export type Key = { readonly identities: string } | { readonly passphrase: string }

/** @throws AppError `ops.backup_key` for what is no public key */
export function encrypterFor(lock: Lock): Encrypter {
  const encrypter = new Encrypter()
  if ('passphrase' in lock) encrypter.setPassphrase(lock.passphrase)
  else
    for (const recipient of lock.recipients) {
      try {
        encrypter.addRecipient(recipient)
      } catch (error) {
        // The text is not told: it may be the secret half, given by mistake.
        throw new AppError('ops.backup_key', 'a recipient is no public key of age', {
          try: 'it begins with age1: see goalixa ops backup --keygen FILE',
          cause: error,
        })
      }
    }
  return encrypter
}

/** @throws AppError `ops.backup_key` for what is no identity */
export function decrypterFor(key: Key): Decrypter {
  const decrypter = new Decrypter()
  if ('passphrase' in key) {
    decrypter.addPassphrase(key.passphrase)
    return decrypter
  }
  const lines = key.identities.split('\n').map((line) => line.trim())
  const identities = lines.filter((line) => line !== '' && !line.startsWith('#'))
  try {
    if (identities.length === 0) throw new Error('it is empty')
    for (const identity of identities) decrypter.addIdentity(identity)
  } catch {
    throw new AppError('ops.backup_key', 'the identity file holds no secret key of age', {
      try: 'it has a line that begins with AGE-SECRET-KEY-1',
    })
  }
  return decrypter
}

/** Makes an identity, for its owner alone, and answers its public key; an existing file stays. */
export async function makeIdentity(file: string, now: Date): Promise<string> {
  const identity = await generateX25519Identity()
  const recipient = await identityToRecipient(identity)
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(`# created: ${now.toISOString()}\n# public key: ${recipient}\n${identity}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  return recipient
}
