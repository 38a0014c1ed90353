/** An instant as the contracts write it: UTC, whole seconds. */
export const toInstant = (date: Date): string => date.toISOString().replace(/\.\d{3}Z$/, 'Z')

export const afterSeconds = (date: Date, seconds: number): Date => new Date(date.getTime() + seconds * 1000)
export const daySeconds = 86_400

export const earlier = (one: Date, other: Date): Date => (one < other ? one : other)
export const epochSeconds = (date: Date): number => Math.floor(date.getTime() / 1000)
