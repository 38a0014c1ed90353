const factors: Record<string, number> = {
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
}

/** A Kubernetes quantity as a number: `250m` is 0.25, `1Gi` is 1073741824; NaN when it is none. */
export function quantityOf(value: unknown): number {
  if (typeof value === 'number') return value
  const parts = /^([+-]?[0-9.]+(?:[eE][+-]?\d+)?)([a-zA-Z]*)$/.exec(String(value))
  if (!parts) return Number.NaN
  return Number(parts[1]) * (factors[parts[2] ?? ''] ?? Number.NaN)
}
