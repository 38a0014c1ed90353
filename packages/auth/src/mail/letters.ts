/** The words of every mail. They name no secret but the one link that the mail is for. */
import type { MailKind } from './outbox.ts'

export interface Letter {
  readonly subject: string
  readonly text: string
}

/** `publicUrl`: where links lead to, from the settings and never from a request. */
interface Occasion {
  readonly publicUrl: string
  /** The secret of the link, for the kinds that have one. */
  readonly token?: string
}

const page = (publicUrl: string, what: 'verify' | 'reset', token: string) =>
  // Behind the #: browsers send it to no server, so it stands in no log and no Referer.
  `${publicUrl.replace(/\/$/, '')}/app/mail-link.html#${what}=${token}`

/** What `kind` says; `hasAccount`: a registration met an address that has a confirmed account. */
export function letterFor(
  kind: MailKind | 'already_registered',
  { publicUrl, token = '' }: Occasion,
): Letter {
  const { subject, lines } = letters[kind](publicUrl, token)
  return { subject, text: `${lines.join('\n')}\n\n-- \nGoalixa at ${publicUrl}\n` }
}

const notYou = 'If this was not you, set a new password now: goalixa auth forgot'

/** A change to how somebody signs in; `consequence`: what that means for them. */
const news = (subject: string, consequence: string) => ({
  subject,
  lines: [consequence, '', notYou],
})

const confirm = (publicUrl: string, token: string, valid: string) => [
  page(publicUrl, 'verify', token),
  '',
  'Or type in a terminal: goalixa auth verify, with this code:',
  '',
  `  ${token}`,
  '',
  valid,
]

const letters: Readonly<
  Record<
    MailKind | 'already_registered',
    (publicUrl: string, token: string) => { subject: string; lines: string[] }
  >
> = {
  register: (publicUrl, token) => ({
    subject: 'Confirm your e-mail address',
    lines: [
      'Welcome to Goalixa. Confirm that this address is yours, then sign in:',
      '',
      ...confirm(publicUrl, token, 'This works once, within 60 minutes.'),
      '',
      'If you did not register, ignore this mail: nobody can use the account without it.',
    ],
  }),
  already_registered: () => ({
    subject: 'You have an account already',
    lines: [
      'Somebody tried to register with this address, but it has an account. Nothing was changed.',
      '',
      'If it was you: sign in with goalixa auth login, or set a new password with goalixa auth forgot.',
    ],
  }),
  verify: (publicUrl, token) => ({
    subject: 'Confirm your e-mail address',
    lines: [
      'Confirm that this address is yours:',
      '',
      ...confirm(publicUrl, token, 'This works once, within 60 minutes.'),
    ],
  }),
  reset: (publicUrl, token) => ({
    subject: 'Set a new password',
    lines: [
      'Somebody asked for a new password for this address. Set it here:',
      '',
      page(publicUrl, 'reset', token),
      '',
      'Or type in a terminal: goalixa auth reset, with this code:',
      '',
      `  ${token}`,
      '',
      'This works once, within 30 minutes. Every session of the account ends with it.',
      'If you did not ask for it, ignore this mail: the password stays as it is.',
    ],
  }),
  email_change: (publicUrl, token) => ({
    subject: 'Confirm your new e-mail address',
    lines: [
      'An account is to move to this address. Confirm it:',
      '',
      ...confirm(publicUrl, token, 'This works once, within 60 minutes.'),
    ],
  }),
  email_change_asked: () => ({
    subject: 'Your e-mail address is to be changed',
    lines: [
      'Somebody who is signed in asked to move your account to another address. It moves when that address confirms.',
      '',
      notYou,
    ],
  }),
  email_changed: () => ({
    subject: 'Your e-mail address was changed',
    lines: ['Your account has moved to another address. This one signs nobody in any more.'],
  }),
  password_changed: () => ({
    subject: 'Your password was changed',
    lines: ['The password of your account was changed, and other sessions have ended.', '', notYou],
  }),
  sessions_ended: () => ({
    subject: 'A session was ended for your safety',
    lines: [
      'A sign-in of yours was used from two places at once, so that session has ended. Sign in again.',
      '',
      notYou,
    ],
  }),
  account_deleted: () => ({
    subject: 'Your account was deleted',
    lines: ['Your account and everything in it was deleted.'],
  }),
  totp_enabled: () => news('One-time codes were turned on', 'Signing in to your account needs a code now.'),
  totp_disabled: () =>
    news('One-time codes were turned off', 'Signing in to your account needs no code any more.'),
  recovery_codes_created: () =>
    news(
      'New recovery codes were made',
      'The recovery codes that your account had before are good for nothing.',
    ),
  recovery_code_used: () =>
    news('A recovery code was used', 'It is spent. goalixa auth totp status says how many are left.'),
  passkey_created: () => news('A passkey was added', 'It can sign in to your account from now on.'),
  passkey_deleted: () => news('A passkey was removed', 'It does not sign in to your account any more.'),
  google_linked: () =>
    news('A Google account was linked', 'Whoever is signed in to it at Google can sign in to your account.'),
  google_unlinked: () =>
    news('Your Google account was unlinked', 'It does not sign in to your account any more.'),
  token_created: () =>
    news(
      'A personal access token was made',
      'It acts for you until it expires. goalixa auth token list shows it.',
    ),
}
