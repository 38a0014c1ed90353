/** How many requests to one service may be sent a second time: a tenth of all, so that trouble is not doubled. */
export interface RetryBudget {
  /** One more request was sent for the first time. */
  earn(): void
  /** @returns false when there is nothing left */
  spend(): boolean
}

const perRequest = 0.1
/** What quiet times save up: no more than another tenth of a hundred requests. */
const most = 10
/** The first of all may be tried again, too. */
const atFirst = 2

export function createRetryBudget(): RetryBudget {
  let left = atFirst
  return {
    earn: () => void (left = Math.min(most, left + perRequest)),
    spend() {
      if (left < 1) return false
      left -= 1
      return true
    },
  }
}
