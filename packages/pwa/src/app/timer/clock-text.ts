import { language } from '../../words/language.ts'

const persianZero = '۰'.codePointAt(0)!

/**
 * `1:05:09`: a running clock, always from left to right, in the digits of the language. Without `Intl.NumberFormat`: it is
 * drawn each second and before anything else, and the first formatter of a page takes long to make.
 */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const two = (value: number) => String(value).padStart(2, '0')
  const text = `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`
  if (language() !== 'fa') return text
  return text.replaceAll(/\d/g, (digit) => String.fromCodePoint(persianZero + Number(digit)))
}
