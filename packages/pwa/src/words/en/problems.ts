/** What the server refuses most often, by code; anything else is said in its own words. */
export const words = {
  'service.unreachable':
    'This needs the server, which cannot be reached now. Try again when you are connected.',
  'upstream.timeout': 'The server took too long to answer. Try again in a moment.',
  'upstream.unavailable': 'A part of the server does not answer now. Try again in a moment.',
  'upstream.broken': 'What came back is no answer of the server. Try again in a moment.',
  'replica.unwritable':
    'Nothing was changed: the browser could not store it. Make room on the disk, or reload the page.',
  'replica.newer': 'The data in this browser was written by a newer version. Reload the page.',
  'replica.damaged': 'The data in this browser is damaged. Reload the page.',
  'auth.required': 'Your session has ended. Sign in again.',
  'auth.session_ended': 'Your session has ended. Sign in again.',
  'auth.invalid_credentials': 'The email or the password is wrong.',
  'auth.wrong_password': 'The password is wrong.',
  'auth.invalid_code': 'The code is wrong. Wait for the next one, or use a recovery code.',
  'auth.invalid_passkey': 'The passkey was not accepted.',
  'auth.second_factor_required': 'This account has a second factor: a code of your app is needed.',
  'auth.step_up_required': 'Nothing was changed: you did not confirm that it is you.',
  'auth.link_invalid': 'The link does not work any more. Ask for another mail.',
  'auth.email_taken': 'There is an account with this email.',
  'auth.email_unverified': 'This email is not confirmed yet. Open the link in the mail.',
  'auth.password_unacceptable': 'Choose a password of 8 characters or more that is not a well-known one.',
  'passkeys.refused': 'Passkeys do not work in this browser, or not at this address.',
  'rate.limited': 'Too many tries. Wait a little, then try again.',
  'import.unreadable': 'The file could not be read as this format.',
}
export type Words = typeof words
