/** Answers without an end of their own, such as event streams: they must not hold up a service that stops. */

/** An answer, as far as it is known here. */
type Answer = { readonly locals: Record<string, unknown> }

/** What such answers are told when their service begins to close. */
export interface Draining {
  /** How many of them are open. */
  readonly open: () => number
  readonly hasBegun: () => boolean
  /** Ends all that are open, and each that comes later at once. */
  begin(): void
  add(end: () => void): () => void
}

export function createDraining(): Draining {
  const ends = new Set<() => void>()
  let begun = false
  return {
    open: () => ends.size,
    hasBegun: () => begun,
    begin() {
      begun = true
      for (const end of ends) end()
    },
    add(end) {
      // Each is an entry of its own, also when two answers share a function.
      const own = () => end()
      ends.add(own)
      if (begun) queueMicrotask(() => ends.has(own) && own())
      return () => void ends.delete(own)
    },
  }
}

/** Makes `draining` known to {@link onDrain} of every answer. */
export const keepDraining = (response: Answer, draining: Draining): void => {
  response.locals['draining'] = draining
}

/**
 * Runs `end` when the service that gives this answer begins to close, or now when it has begun.
 * @returns to be called when the answer ended, whatever ended it
 */
export const onDrain = (response: Answer, end: () => void): (() => void) =>
  (response.locals['draining'] as Draining).add(end)
