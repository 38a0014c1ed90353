/** Sees that somebody asked to take the run back while a step waits: the wish is written in the journal. */
import { AppError } from '@goalixa/contracts/errors'
import type { RunContext } from './context.ts'

/** How often the journal is read. */
const everyMs = 5_000

/** Answers what is known, and asks again when it is time. Throws when another has taken the run up. */
export function watchForAbort({ clock, journal }: RunContext): () => boolean {
  let askedAt = clock.now()
  let takenUp: AppError | undefined
  return () => {
    if (takenUp !== undefined) throw takenUp
    if (clock.now() - askedAt >= everyMs) {
      askedAt = clock.now()
      journal.refresh().catch((error: unknown) => {
        // A server that does not answer is no news.
        if (error instanceof AppError) takenUp = error
      })
    }
    return journal.run().abort !== undefined
  }
}
