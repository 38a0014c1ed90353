/** What went wrong, as a sentence in the language of this device. */
import type { AppError } from '@goalixa/contracts/errors'
import { loadWords } from '../words/language.ts'

/** By its code where the words know it; else what the error says itself. */
export async function sentenceOf(refused: AppError): Promise<string> {
  const [problems, refusals] = await Promise.all([loadWords('problems'), loadWords('refusals')])
  const words: Readonly<Record<string, string>> = { ...problems, ...refusals }
  return words[refused.code] ?? refused.fields[0]?.message ?? refused.message
}
