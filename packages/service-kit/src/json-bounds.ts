/** A look at the bytes of a JSON body before anything is built from them: how deep, how many names, none twice. */
import { AppError } from '@goalixa/contracts/errors'

const mostDepth = 64
/** Names of all objects of one body together; the largest body of operations has a fraction of them. */
const mostNames = 50_000

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const braceOpen = 0x7b
const braceClose = 0x7d
const bracketOpen = 0x5b
const bracketClose = 0x5d

/** An object that is open, with the names seen so far; a list has none. */
type Level = Set<string> | undefined

/**
 * Readers differ on which of two equal names counts, and deep or wide bodies cost more than they weigh.
 * What is no JSON at all is left to the parser to name.
 * @throws AppError `request.invalid` naming the field at fault
 */
export function requireBoundedJson(body: Buffer): void {
  const levels: Level[] = []
  let names = 0
  let field = 'body'
  let expectsName = false
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at]
    if (byte === quote) {
      const end = endOfText(body, at)
      const open = levels.at(-1)
      if (expectsName && open !== undefined) {
        const name = readName(body.subarray(at, end + 1))
        if (levels.length === 1) field = name.slice(0, 100)
        if (open.has(name))
          throw refused(field, `the name ${JSON.stringify(name.slice(0, 50))} is there twice`)
        open.add(name)
        names += 1
        if (names > mostNames) throw refused(field, `there are more than ${mostNames} names in the body`)
      }
      expectsName = false
      at = end
    } else if (byte === braceOpen || byte === bracketOpen) {
      if (levels.length === mostDepth) throw refused(field, `it is nested deeper than ${mostDepth} levels`)
      levels.push(byte === braceOpen ? new Set() : undefined)
      expectsName = byte === braceOpen
    } else if (byte === braceClose || byte === bracketClose) {
      levels.pop()
      expectsName = false
    } else if (byte === comma) {
      expectsName = levels.at(-1) !== undefined
    }
  }
}

/** The place of the quote that ends the text which begins at `start`. */
function endOfText(body: Buffer, start: number): number {
  let end = body.indexOf(quote, start + 1)
  while (end !== -1 && isEscaped(body, end)) end = body.indexOf(quote, end + 1)
  return end === -1 ? body.length : end
}

function isEscaped(body: Buffer, at: number): boolean {
  let before = at
  while (body[before - 1] === backslash) before -= 1
  return (at - before) % 2 === 1
}

/** `"a"` and `"\u0061"` are the same name. */
function readName(quoted: Buffer): string {
  const text = quoted.toString('utf8')
  if (!text.includes('\\')) return text.slice(1, -1)
  try {
    return String(JSON.parse(text))
  } catch {
    return text
  }
}

const refused = (path: string, message: string) =>
  new AppError('request.invalid', `${path}: ${message}`, { fields: [{ path, message }] })
