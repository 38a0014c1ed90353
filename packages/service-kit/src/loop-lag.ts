/** How late the event loop is: what liveness depends on, and nothing else. */

export interface LoopLag {
  /** The least that it was late in the last seconds, milliseconds: a single long turn does not count. */
  leastMs(): number
}

const everyMs = 1_000
const samplesKept = 15

/** Keeps the last samples; 0 until there are enough of them to say anything. */
export function createLagSamples() {
  const samples: number[] = []
  return {
    add(lateMs: number) {
      samples.push(Math.max(0, lateMs))
      if (samples.length > samplesKept) samples.shift()
    },
    leastMs: () => (samples.length < samplesKept ? 0 : Math.min(...samples)),
  }
}

/** Measures from now on, for as long as anything else keeps the process alive. */
export function watchLoop(): LoopLag {
  const samples = createLagSamples()
  const next = () => {
    const due = performance.now() + everyMs
    setTimeout(() => {
      samples.add(performance.now() - due)
      next()
    }, everyMs).unref()
  }
  next()
  return samples
}
