/** What was written during a run, and what is known of it: the truth that the server and every device are held to. */

/**
 * One entry that somebody wrote. `open`: nobody knows yet. `acknowledged`: somebody was told that it is there.
 * `given up`: it may be there. `seconds`: how long it is; undefined of a timer, whose end others decide.
 */
export interface Write {
  readonly by: string
  readonly description: string
  readonly seconds: number | undefined
  /** What it may be called by now: two names while nobody knows whether the newer one arrived. */
  names: readonly string[]
  state: 'open' | 'acknowledged' | 'given up'
}

interface Slot {
  readonly start: string
  readonly end: string
  readonly seconds: number
}

export interface Ledger {
  /** A write with a name that no other has. */
  begin(by: string, seconds?: number): Write
  /** Another name for it, which no other has. */
  newName(write: Write): string
  /** Half a minute to a minute in 2026 that no other write has. */
  slot(): Slot
  /** Somebody was told that it is there, and what it is called. */
  acknowledge(write: Write, name?: string): void
  giveUp(write: Write): void
  writes(): readonly Write[]
  /** A write that is on its way to the server until `work` settles. */
  inFlight<Result>(work: () => Promise<Result>): Promise<Result>
  /** Settles when the next write sets out. */
  nextDeparture(): Promise<void>
  countInFlight(): number
  /** A server has answered that a write is done. */
  answered(): void
  /** How many times. */
  answers(): number
  /** Answers that no kill explains. */
  readonly problems: string[]
}

const firstSlot = Date.UTC(2026, 0, 1)

export function createLedger(): Ledger {
  const all: Write[] = []
  const problems: string[] = []
  let slots = 0
  const waiting: (() => void)[] = []
  let inFlight = 0
  let answers = 0
  return {
    problems,
    begin(by, seconds) {
      const description = `${by} ${all.length}`
      const write: Write = { by, description, seconds, names: [description], state: 'open' }
      all.push(write)
      return write
    },
    newName: ({ description }) => `${description} renamed`,
    slot() {
      const startMs = firstSlot + slots * 60_000
      const seconds = 30 + (slots++ % 30)
      const text = (ms: number) => new Date(ms).toISOString().replace('.000', '')
      return { start: text(startMs), end: text(startMs + seconds * 1000), seconds }
    },
    acknowledge(write, name = write.description) {
      write.names = [name]
      write.state = 'acknowledged'
    },
    giveUp(write) {
      write.state = 'given up'
    },
    writes: () => all,
    async inFlight(work) {
      inFlight++
      for (const depart of waiting.splice(0)) depart()
      try {
        return await work()
      } finally {
        inFlight--
      }
    },
    nextDeparture: () => new Promise((resolve) => waiting.push(resolve)),
    countInFlight: () => inFlight,
    answered: () => void answers++,
    answers: () => answers,
  }
}
