/** The page that the links of mails lead to. */
export const words = {
  title: 'Your mail',
  notWhole: 'This page belongs to the link of a mail; the link is not whole.',
  verifyTitle: 'Confirm your email',
  verifyText: 'Is this address yours?',
  verify: 'Confirm the address',
  verifyDone: 'The address is confirmed. You can sign in now.',
  resetTitle: 'Set a new password',
  resetText: 'Choose a new password. Every session of the account ends.',
  password: 'New password',
  passwordHint: '8 characters or more',
  reset: 'Set the password',
  resetDone: 'The password is set. You can sign in now.',
  toApp: 'To the app',
  failed: 'That did not work.',
}
export type Words = typeof words
