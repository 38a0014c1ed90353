import { language } from '../../words/language.ts'

/** `1:05:09`: a running clock, always from left to right, in the digits of the language. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const number = (value: number, minimumIntegerDigits: number) =>
    new Intl.NumberFormat(language(), { minimumIntegerDigits, useGrouping: false }).format(value)
  return `${number(Math.floor(whole / 3600), 1)}:${number(Math.floor(whole / 60) % 60, 2)}:${number(whole % 60, 2)}`
}
