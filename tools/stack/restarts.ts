/**
 * When a part of the stack that died is started again, and when it is given up. What had served comes back however
 * often it dies, later and later: the others go on meanwhile, and one bad minute must not end the stack for good.
 * What dies before it can serve, again and again, has a reason that does not pass by itself, such as a wrong setting.
 */
export interface RestartOptions {
  /** Milliseconds before the next start, when it died so often within a minute. */
  readonly pauseMs?: (deaths: number) => number
  /** Epoch milliseconds. */
  readonly now?: () => number
}

interface Restarts {
  /**
   * @param hadServed could it serve between its start and its death?
   * @returns milliseconds to wait before it is started again; undefined when it is given up
   */
  died(hadServed: boolean): number | undefined
}

const mostDeathsInARow = 6
/** Deaths longer ago than this are forgotten. */
const rememberMs = 60_000

export function createRestarts({ pauseMs = doubling, now = Date.now }: RestartOptions = {}): Restarts {
  let inARow = 0
  let deaths: number[] = []
  return {
    died(hadServed) {
      inARow = hadServed ? 0 : inARow + 1
      if (inARow >= mostDeathsInARow) return undefined
      const at = now()
      deaths = [...deaths.filter((before) => at - before < rememberMs), at]
      return pauseMs(deaths.length)
    },
  }
}

/** From a tenth of a second to five. */
const doubling = (deaths: number): number => Math.min(5_000, 100 * 2 ** (deaths - 1))
