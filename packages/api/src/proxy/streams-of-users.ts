/** How many streams somebody may have open: each holds a connection here and one to the service. */
import { AppError } from '@goalixa/contracts/errors'

/** Tabs, terminals and devices of one person, with room to spare. */
const mostStreams = 32
const retryAfterSeconds = 10

/** @returns how to count one more; that throws AppError `rate.limited` or answers how to give it back, once */
export function createStreamsOfUsers(most = mostStreams) {
  const open = new Map<string, number>()
  return (userId: string): (() => void) => {
    const count = open.get(userId) ?? 0
    if (count >= most) {
      throw new AppError('rate.limited', `nobody may have more than ${most} streams open`, {
        retryAfterSeconds,
      })
    }
    open.set(userId, count + 1)
    let given = false
    return () => {
      if (given) return
      given = true
      const left = open.get(userId)! - 1
      if (left === 0) open.delete(userId)
      else open.set(userId, left)
    }
  }
}
