/** Amounts as Kubernetes writes them: `250m`, `1.5`, `512Mi`, `2G`. Pure. */

const units: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
}

/** In whole units: cores, bytes, pieces. What cannot be read is 0: the server has refused it by then. */
export function amountOf(given: unknown): number {
  const text = typeof given === 'string' || typeof given === 'number' ? String(given) : '0'
  const [, number, unit = ''] = /^([+-]?[\d.]+(?:[eE][+-]?\d+)?)([a-zA-Z]*)$/.exec(text) ?? []
  return number === undefined ? 0 : Number(number) * (units[unit] ?? 0)
}
