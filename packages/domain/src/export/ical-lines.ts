/** Content lines of iCalendar (RFC 5545): escaped text, folded at 75 octets, ended by CRLF. */

const mostOctets = 75
const encoder = new TextEncoder()

/** One property: `SUMMARY:first steps`. The value must be escaped already where it is text. */
export function icalLine(name: string, value: string): string {
  return `${fold(`${name}:${value}`)}\r\n`
}

/** A value of type TEXT: newlines as `\n`; control characters, which the format has no room for, are left out. */
export function icalText(text: string): string {
  return (
    text
      .toWellFormed()
      .replace(/\r\n?|[\u2028\u2029]/g, '\n')
      // oxlint-disable-next-line no-control-regex -- what may not stand in a line
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
      .replace(/[\\;,]/g, (character) => `\\${character}`)
      .replaceAll('\n', '\\n')
  )
}

/** Breaks a line between characters, so that every reader can put each piece together on its own. */
function fold(line: string): string {
  // Three octets are the most that a UTF-16 unit needs: nearly all lines are known to be short without encoding them.
  if (line.length * 3 <= mostOctets || encoder.encode(line).length <= mostOctets) return line
  let folded = ''
  let octets = 0
  for (const character of line) {
    const length = octetsOf(character.codePointAt(0)!)
    if (octets + length > mostOctets) {
      folded += '\r\n '
      octets = 1
    }
    folded += character
    octets += length
  }
  return folded
}

const octetsOf = (codePoint: number): number =>
  codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x1_0000 ? 3 : 4
