/** Time as operations see it: handed in, so that tests need not wait. */
export interface Clock {
  /** Milliseconds that never go back, from any beginning. */
  readonly now: () => number
  /** The wall clock, for what people and the cluster read. */
  readonly date: () => Date
  /** Resolves after so many milliseconds; rejects with the signal's reason as soon as that is given. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
}
