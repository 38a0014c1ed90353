/** What the auth service is asked. Its tokens come as cookies that no script can read. */
import type { MailSent, SecondFactorNeeded, SignedIn } from '@goalixa/contracts/accounts'
import { askServer } from '../session/ask-server.ts'

export type Entered =
  | { readonly kind: 'signed in' }
  /** The address must be confirmed first. */
  | { readonly kind: 'mail'; readonly email: string }
  | ({ readonly kind: 'challenge' } & Pick<SecondFactorNeeded['secondFactor'], 'challenge' | 'methods'>)

const delivery = 'cookie'
const device = () => `${navigator.userAgentData?.platform ?? navigator.platform} browser`.slice(0, 100)
const post = <Answer>(path: string, json: unknown) =>
  askServer<Answer>('POST', path, { json, access: 'public' })

export async function enter(isNew: boolean, email: string, password: string): Promise<Entered> {
  const answer = await post<SignedIn | SecondFactorNeeded | MailSent>(
    isNew ? '/auth/register' : '/auth/login',
    { email, password, delivery, device: device() },
  )
  if ('mail' in answer) return { kind: 'mail', email }
  if ('secondFactor' in answer) return { kind: 'challenge', ...answer.secondFactor }
  return { kind: 'signed in' }
}

/** The second step. @param code six digits, or a recovery code */
export async function proveCode(challenge: string, code: string): Promise<Entered> {
  await post('/auth/login/totp', { challenge, code: code.trim(), delivery })
  return { kind: 'signed in' }
}

/** The only step, or the second one of a challenge. @throws DOMException when the browser's dialog was left */
export async function enterByPasskey(challenge?: string): Promise<Entered> {
  const { readPasskey } = await import('../session/passkey.ts')
  const of = challenge === undefined ? {} : { challenge }
  const { options } = await post<{ options: object }>('/auth/login/passkey/options', of)
  const credential = await readPasskey(options)
  await post('/auth/login/passkey', { ...of, credential, delivery, device: device() })
  return { kind: 'signed in' }
}

export const forgot = (email: string): Promise<unknown> => post('/auth/password/forgot', { email })
export const resend = (email: string): Promise<unknown> => post('/auth/email/resend', { email })

/** What becomes of mails here. */
export const mailDelivery = () =>
  askServer<{ delivers: boolean; folder: string | null }>('GET', '/auth/mail', { access: 'public' })

export const hasGoogle = async (): Promise<boolean> => {
  const answer = await askServer<{ available: boolean }>('GET', '/auth/google/availability', {
    access: 'public',
  })
  return answer.available
}
