/** Whether the paths that people use are as good as before. Pure. */
import type { Sample } from './journeys.ts'

export interface PathStats {
  readonly path: string
  readonly count: number
  readonly errors: number
  /** The first problem that was met, if any. */
  readonly problem: string | undefined
  readonly hops: number
  /** How many answers came from which revision, as far as they said. */
  readonly revisions: Readonly<Record<string, number>>
  readonly tlsDays: number | undefined
  /** Milliseconds. */
  readonly p50: number
  readonly p95: number
}

/** Without a time before, this is slow. Milliseconds at p95. */
const absoluteLimitMs = 2_000
const leastTlsDays = 7

export function statsOf(samples: readonly Sample[]): readonly PathStats[] {
  const paths = [...new Set(samples.map(({ path }) => path))]
  return paths.map((path) => {
    const own = samples.filter((sample) => sample.path === path)
    const bad = own.filter(({ problem }) => problem !== undefined)
    const times = own.map(({ ms }) => ms).toSorted((a, b) => a - b)
    const days = own.flatMap(({ tlsDays }) => tlsDays ?? [])
    return {
      path,
      count: own.length,
      errors: bad.length,
      problem: bad[0]?.problem,
      hops: Math.max(...own.map(({ hops }) => hops)),
      revisions: countOf(own.flatMap(({ revisions }) => revisions)),
      tlsDays: days.length === 0 ? undefined : Math.min(...days),
      p50: quantile(times, 0.5),
      p95: quantile(times, 0.95),
    }
  })
}

const countOf = (words: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Map.groupBy(words, (word) => word)
      .entries()
      .map(([word, all]) => [word, all.length]),
  )

/** Nearest rank, as the list has it: no value that nobody measured. */
const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0

export interface Finding {
  readonly path: string
  readonly kind: 'error' | 'revision' | 'hops' | 'slow' | 'certificate'
  readonly message: string
}

/**
 * What became worse. What was broken before is told too: a deploy that cannot be proven is not proven.
 * @param wanted by path, the revision that should answer, where that is known
 */
export function compare(
  before: readonly PathStats[] | undefined,
  after: readonly PathStats[],
  wanted: ReadonlyMap<string, string> = new Map(),
): readonly Finding[] {
  return after.flatMap((now) =>
    findingsOn(
      before?.find(({ path }) => path === now.path),
      now,
      wanted.get(now.path),
    ),
  )
}

function findingsOn(
  before: PathStats | undefined,
  now: PathStats,
  wanted: string | undefined,
): readonly Finding[] {
  const { path } = now
  if (now.errors > 0)
    return [{ path, kind: 'error', message: `${now.errors} of ${now.count} failed: ${now.problem}` }]
  const findings: Finding[] = []
  const others = Object.entries(now.revisions).filter(
    ([revision]) => wanted !== undefined && revision !== wanted,
  )
  if (others.length > 0) {
    const told = others.map(([revision, count]) => `${count} answers of revision ${revision}`).join(', ')
    findings.push({ path, kind: 'revision', message: `${told} instead of ${wanted}` })
  }
  if (before !== undefined && now.hops > before.hops)
    findings.push({ path, kind: 'hops', message: `${now.hops} redirects instead of ${before.hops}` })
  const limit = before === undefined ? absoluteLimitMs : Math.max(before.p95 * 1.5, before.p95 + 100)
  if (now.p95 > limit) {
    const was = before === undefined ? '' : `, ${Math.round(before.p95)} ms before`
    findings.push({
      path,
      kind: 'slow',
      message: `p95 is ${Math.round(now.p95)} ms${was}; at most ${Math.round(limit)}`,
    })
  }
  if (now.tlsDays !== undefined && now.tlsDays < leastTlsDays)
    findings.push({ path, kind: 'certificate', message: `ends in ${now.tlsDays} days` })
  return findings
}
