/** Time as a Lease wants it: exactly six digits after the second; any other number is refused. */
export const microTime = (date: Date): string => date.toISOString().replace('Z', '000Z')
