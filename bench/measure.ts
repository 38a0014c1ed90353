/** Timing: several runs after a warm-up, the median to quote. Milliseconds. */
export interface Figure {
  readonly min: number
  readonly median: number
  readonly max: number
  readonly runs: number
}

/** Runs the contestants in turn, A B A B …, so that a machine that slows down slows all of them. */
export async function measureInTurn<Name extends string>(
  contestants: Readonly<Record<Name, () => Promise<unknown>>>,
  runs: number,
): Promise<Record<Name, Figure>> {
  const names = Object.keys(contestants) as Name[]
  const times = new Map<Name, number[]>(names.map((name) => [name, []]))
  for (let run = -3; run < runs; run++) {
    for (const name of names) {
      const began = performance.now()
      await contestants[name]()
      if (run >= 0) times.get(name)!.push(performance.now() - began)
    }
  }
  return Object.fromEntries([...times].map(([name, all]) => [name, figureOf(all)])) as Record<Name, Figure>
}

export function figureOf(times: readonly number[]): Figure {
  const sorted = times.toSorted((a, b) => a - b)
  const round = (value: number | undefined) => Math.round((value ?? 0) * 100) / 100
  return {
    min: round(sorted[0]),
    median: round(sorted[sorted.length >> 1]),
    max: round(sorted.at(-1)),
    runs: times.length,
  }
}

/** The time that this share of all stays within. */
export const percentile = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.ceil(times.length * share) - 1] ?? 0
