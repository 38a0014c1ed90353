/** E-mail and password for signing in: from flags, or asked for on a terminal. Never from the command line itself. */
import { hostname } from 'node:os'
import { AppError } from '@goalixa/contracts/errors'
import { Flags } from '@oclif/core'
import { askLine, askPassword } from './ask.ts'
import { UsageError } from './failure.ts'
import type { Terminal } from './output/terminal.ts'
import { readSecret } from './standard-input.ts'
import type { Credentials } from './store.ts'

export const credentialFlags = {
  email: Flags.string({ description: 'the e-mail address of the account', helpValue: 'EMAIL' }),
  'password-stdin': Flags.boolean({ description: 'read the password from standard input' }),
  'device-name': Flags.string({
    description: 'the name of this device in the list of sessions; the host name unless said',
    helpValue: 'NAME',
  }),
}

interface CredentialFlags {
  readonly email?: string | undefined
  readonly 'password-stdin'?: boolean
  readonly 'device-name'?: string | undefined
}

export const totpFlag = {
  totp: Flags.string({
    description: 'a code of your app, or a recovery code, where the account has a second factor',
    helpValue: 'CODE',
  }),
}

/** The code for the second step. Throws `auth.second_factor_required` off a terminal when the flag is missing. */
export async function readTotpCode(
  flags: { readonly totp?: string | undefined },
  { interactive }: Pick<Terminal, 'interactive'>,
): Promise<string> {
  if (flags.totp !== undefined) return flags.totp
  if (!interactive) {
    throw new AppError('auth.second_factor_required', undefined, { try: 'run it again with --totp CODE' })
  }
  return askLine('Code of your app, or a recovery code:')
}

/** `again`: a new password is typed twice. Throws `UsageError` naming the flag that is missing off a terminal. */
export async function readCredentials(
  flags: CredentialFlags,
  { interactive }: Pick<Terminal, 'interactive'>,
  again = false,
): Promise<Credentials> {
  if (!interactive && flags.email === undefined)
    throw new UsageError('--email is missing', 'add --email EMAIL --password-stdin')
  if (!interactive && !flags['password-stdin'])
    throw new UsageError('--password-stdin is missing', 'add --password-stdin and pipe the password in')
  const email = flags.email ?? (await askLine('E-mail:'))
  const password = flags['password-stdin'] ? await readSecret() : await typedPassword(again)
  if (email === '') throw new UsageError('The e-mail is empty', 'add --email EMAIL')
  if (password === '')
    throw new UsageError('The password is empty', 'pipe the password in with --password-stdin')
  return { email, password, device: deviceName(flags) }
}

export const deviceName = (flags: Pick<CredentialFlags, 'device-name'>): string =>
  (flags['device-name'] ?? `goalixa on ${hostname()}`).slice(0, 100)

export async function typedPassword(again: boolean, question = 'Password:'): Promise<string> {
  const password = await askPassword(question)
  if (again && (await askPassword('The same again:')) !== password)
    throw new UsageError('The two passwords differ', 'run it again')
  return password
}
