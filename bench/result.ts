/** What a benchmark found. */
import type { Figure } from './measure.ts'

interface Target {
  readonly what: string
  readonly seen: number
  /** Absent where the figure is only told. */
  readonly atMost?: number
  readonly atLeast?: number
  readonly unit: 'times' | 'ms' | 's' | 'MB' | 'per second' | 'calls' | 'KB' | 'points' | 'requests'
}

export interface BenchResult {
  readonly figures: Readonly<Record<string, Figure>>
  readonly targets: readonly Target[]
}
