/** Amounts of a habit's day, as people write them. */

/** `20`, or `2.5` with a point or a comma; no signs, no exponents. Undefined when it is no amount. */
export const readAmount = (text: string): number | undefined =>
  /^\d{1,9}([.,]\d{1,6})?$/.test(text) ? Number(text.replace(',', '.')) : undefined

/** So much more than what is logged; tenths do not add up in binary, so it is rounded to what people write. */
export const addedAmount = (logged: number | null | undefined, more: number): number =>
  Number(((logged ?? 0) + more).toFixed(6))
