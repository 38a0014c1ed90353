/** An answer before it is settled who gives it: whoever looks at a request first, or Express. */
import type { ServerResponse } from 'node:http'

/** `locals`: what Express calls by that name; it takes over what it finds there. */
export type EarlyAnswer = ServerResponse & {
  readonly locals: Record<string, unknown>
  /**
   * Headers for whoever answers, names and values in turn: written together with all others they cost next to
   * nothing, one by one they cost more than passing a request on.
   */
  readonly early: string[]
}

export function earlyAnswer(response: ServerResponse, locals: Record<string, unknown>): EarlyAnswer {
  const answer = response as ServerResponse & { locals: Record<string, unknown>; early: string[] }
  answer.locals = locals
  answer.early = []
  return answer
}

/** Hands what was collected to an answer that is written the usual way. */
export function settleHeaders(response: EarlyAnswer): void {
  const { early } = response
  if (response.headersSent) return
  for (let index = 0; index < early.length; index += 2) response.setHeader(early[index]!, early[index + 1]!)
  early.length = 0
}
