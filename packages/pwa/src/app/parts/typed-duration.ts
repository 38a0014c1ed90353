/** A length of time that somebody typed: `1:30`, `90m`, `1h30m`, in digits of their own too. */
import { parseDuration } from '@goalixa/domain/durations'

/** Persian and Arabic digits as `0` to `9`; the signs between them that such keyboards write as `:` or `.`. */
export const westernDigits = (text: string): string =>
  text
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replaceAll('٫', '.')

/** Seconds; 0 for nothing. @throws AppError `input.duration` */
export const typedDuration = (text: string): number =>
  text.trim() === '' || /^0+$/.test(westernDigits(text.trim()))
    ? 0
    : parseDuration(westernDigits(text), { clock: true })
