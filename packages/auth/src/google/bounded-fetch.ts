/** How Google is asked: never redirected, never for long, never for much. */

interface Bounds {
  /** For headers and body together. */
  readonly timeoutMs: number
  readonly maxBytes: number
}

/** A fetch that reads the whole answer within its bounds. @throws Error when it is over them, or a redirect */
export const createBoundedFetch =
  ({ timeoutMs, maxBytes }: Bounds): typeof fetch =>
  async (input, init = {}) => {
    const signal = AbortSignal.timeout(timeoutMs)
    const { method = 'GET', headers = {}, body = null } = init
    // A redirect would carry the client secret and the code to whoever it names.
    const answer = await fetch(input, { method, headers, body, redirect: 'error', signal })
    const bytes = await readAtMost(answer, maxBytes)
    const { status, statusText } = answer
    const hasBody = status !== 204 && status !== 205 && status !== 304
    return new Response(hasBody ? bytes : null, { status, statusText, headers: answer.headers })
  }

async function readAtMost(answer: Response, maxBytes: number): Promise<Buffer<ArrayBuffer>> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of answer.body ?? []) {
    length += piece.length
    // Leaving the loop closes the connection: nothing more is read.
    if (length > maxBytes) throw new Error('the answer is too long')
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
