/** Ids made in one moment begin alike, so people see and type their end. */
export const shortId = (id: string, length = 6): string => id.slice(-length)
