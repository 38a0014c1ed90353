/** Is this an IANA time zone such as `Europe/Berlin`? Apart from the schemas, for those who need none. */
export function isZone(zone: string): boolean {
  // Offsets such as +02:00 are understood by Intl too, but have no daylight rules: not a zone.
  if (!/^[A-Za-z]/.test(zone)) return false
  try {
    // Intl also knows old abbreviations such as IST, whose days nobody can tell; where there is Temporal, it decides.
    if (typeof Temporal !== 'undefined')
      return Temporal.PlainDate.from('2000-01-01').toZonedDateTime(zone).timeZoneId !== ''
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
