/** The WebAuthn ceremonies; the only file that knows simplewebauthn. Whatever it finds wrong is one answer: no. */
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { Assertion, Attestation } from '@goalixa/contracts/passkeys'

/** The page that may ask, exactly, and the host name that passkeys belong to. */
export interface RelyingParty {
  readonly origin: string
  readonly id: string
}

export interface Credential {
  readonly credentialId: string
  readonly publicKey: Buffer
  readonly counter: number
  readonly transports: readonly string[]
}

const name = 'Goalixa'
const timeoutMs = 300_000
/** ES256, EdDSA, RS256: what today's authenticators make. */
const algorithms = [-7, -8, -257]

/** From PUBLIC_URL. */
export function relyingPartyOf(publicUrl: string): RelyingParty {
  const { origin, hostname } = new URL(publicUrl)
  return { origin, id: hostname }
}

const known = (credentials: readonly Credential[]) =>
  credentials.map(({ credentialId, transports }) => ({ id: credentialId, transports: [...transports] }))

export const creationOptions = async (
  { id }: RelyingParty,
  challenge: Buffer,
  user: { readonly id: string; readonly email: string },
  existing: readonly Credential[],
): Promise<Record<string, unknown>> => ({
  ...(await generateRegistrationOptions({
    rpName: name,
    rpID: id,
    userID: handleOf(user.id),
    userName: user.email,
    challenge: Uint8Array.from(challenge),
    timeout: timeoutMs,
    attestationType: 'none',
    excludeCredentials: known(existing),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    supportedAlgorithmIDs: algorithms,
  })),
})

export const requestOptions = async (
  { id }: RelyingParty,
  challenge: Buffer,
  /** None: whichever passkey of this site the device has. */
  allowed: readonly Credential[],
): Promise<Record<string, unknown>> => ({
  ...(await generateAuthenticationOptions({
    rpID: id,
    challenge: Uint8Array.from(challenge),
    timeout: timeoutMs,
    userVerification: 'required',
    allowCredentials: known(allowed),
  })),
})

/** The new credential, or undefined when anything about it is wrong. */
export async function verifiedCreation(
  party: RelyingParty,
  challenge: string,
  attestation: Attestation,
): Promise<Credential | undefined> {
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: attestation as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    })
    if (!verified) return undefined
    const { id, publicKey, counter } = registrationInfo.credential
    const transports = attestation.response.transports ?? []
    return { credentialId: id, publicKey: Buffer.from(publicKey), counter, transports }
  } catch {
    return undefined
  }
}

/** The authenticator's new counter, or undefined when anything is wrong; also when it did not count on. */
export async function verifiedUse(
  party: RelyingParty,
  challenge: string,
  assertion: Assertion,
  credential: Credential,
): Promise<number | undefined> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: assertion as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: {
        id: credential.credentialId,
        publicKey: Uint8Array.from(credential.publicKey),
        counter: credential.counter,
        transports: [...credential.transports],
      },
    })
    return verified ? authenticationInfo.newCounter : undefined
  } catch {
    return undefined
  }
}

/** The challenge that the browser says it signed; it is trusted only once the signature over it was checked. */
export function challengeIn(clientDataJson: string): string | undefined {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientDataJson, 'base64url').toString('utf8'))
    const challenge =
      typeof data === 'object' && data !== null && 'challenge' in data ? data.challenge : undefined
    return typeof challenge === 'string' ? challenge : undefined
  } catch {
    return undefined
  }
}

/** What authenticators call the account: the 16 bytes of its id, which say nothing about a person. */
const handleOf = (userId: string) => Uint8Array.from(Buffer.from(userId.replaceAll('-', ''), 'hex'))

/** Is the handle, where the authenticator gave one, that of the account? */
export const isHandleOf = (handle: string | null | undefined, userId: string): boolean =>
  (handle ?? null) === null || handle === Buffer.from(handleOf(userId)).toString('base64url')
