/** How many pods a rolling update may have above and below what is asked for. */
export function limitsOf(
  replicas: number,
  {
    maxSurge = '25%',
    maxUnavailable = '25%',
  }: { maxSurge?: number | string; maxUnavailable?: number | string },
): { surge: number; unavailable: number } {
  const surge = amount(maxSurge, replicas, Math.ceil)
  const unavailable = amount(maxUnavailable, replicas, Math.floor)
  return { surge, unavailable: Math.min(replicas, surge === 0 && unavailable === 0 ? 1 : unavailable) }
}

function amount(value: number | string, of: number, round: (value: number) => number): number {
  if (typeof value === 'number') return value
  return round((Number.parseInt(value, 10) * of) / 100)
}

/** The size of the new ReplicaSet: what it has plus what the surge leaves free. */
export function newSize(now: { replicas: number; surge: number; all: number; newest: number }): number {
  const room = now.replicas + now.surge - now.all
  return room <= 0 ? now.newest : now.newest + Math.min(room, now.replicas - now.newest)
}

export type OldSet = { replicas: number; available: number }

/**
 * The sizes of the old ReplicaSets, oldest first: pods that are not available go first, then as many others as may be
 * missing.
 */
export function oldSizes(
  old: readonly OldSet[],
  newest: OldSet,
  asked: { replicas: number; unavailable: number },
): number[] {
  const sizes = old.map(({ replicas }) => replicas)
  const all = sizes.reduce((sum, size) => sum + size, newest.replicas)
  const least = asked.replicas - asked.unavailable
  let excess = all - least - (newest.replicas - newest.available)
  if (excess <= 0) return sizes
  for (const [index, { replicas, available }] of old.entries()) {
    const gone = Math.max(0, Math.min(excess, replicas - available))
    sizes[index] = replicas - gone
    excess -= gone
  }
  let spare = old.reduce((sum, { available }) => sum + available, newest.available) - least
  for (const [index, size] of sizes.entries()) {
    const gone = Math.max(0, Math.min(spare, size))
    sizes[index] = size - gone
    spare -= gone
  }
  return sizes
}
