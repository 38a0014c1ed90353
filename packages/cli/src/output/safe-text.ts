/**
 * Text that others wrote must not steer the terminal: escape sequences could hide lines, set titles or answer back.
 * Control characters are shown as pictures, marks that turn the direction of what follows are taken out.
 */

/** Keeps line breaks and tabs. */
export function safeText(text: string): string {
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, picture)
}

/** For one cell or line: line breaks become spaces too. */
export function safeLine(text: string): string {
  return safeText(text.replaceAll(/\s*[\r\n\u0085\u2028\u2029]+\s*/g, ' ').replaceAll('\t', ' '))
}

function picture(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  if (code === 0x7f) return '\u2421'
  return code < 0xa0 ? '\ufffd' : ''
}
