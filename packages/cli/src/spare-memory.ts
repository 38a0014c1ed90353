/** Long files make garbage faster than Node takes it away while there is memory left: taken away now and then. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** So many rows between two times: a tenth of a second each. */
const rowsBetween = 4_000

export interface Sparing {
  /** Told how many rows are done, it collects garbage after each few thousand. */
  readonly rows: (rows: number) => void
  /** What the file was read into is needed no more: what follows does not grow on top of it. */
  readonly end: () => void
}

export function createSparing(): Sparing {
  let collected = 0
  let collect: (() => void) | undefined
  return {
    rows(rows) {
      // A new phase counts from the beginning.
      if (rows < collected) collected = 0
      if (rows - collected < rowsBetween) return
      collected = rows
      if (collect === undefined) {
        setFlagsFromString('--expose-gc')
        collect = runInNewContext('gc') as () => void
      }
      collect()
    },
    end: () => collect?.(),
  }
}
