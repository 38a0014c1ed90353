/** Whether a text, as of an address, is a day `YYYY-MM-DD` that the app can show. */
export const isDate = (text: string | null): text is string => {
  try {
    return text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && Temporal.PlainDate.from(text).year >= 1900
  } catch {
    return false
  }
}
