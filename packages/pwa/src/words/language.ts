/** Words of a part of the app, in the language of this device. English says which there are; Persian has them all. */
import { sections } from './sections.ts'

export type Language = 'en' | 'fa'
export type Section = keyof typeof sections
/** The words of a section, whatever the language. */
export type WordsOf<Name extends Section> = Awaited<ReturnType<(typeof sections)[Name]['en']>>['words']

/** As the theme script has set it before the first paint. */
export const language = (): Language => (document.documentElement.lang === 'fa' ? 'fa' : 'en')

export async function loadWords<Name extends Section>(name: Name): Promise<WordsOf<Name>> {
  return (await sections[name][language()]()).words
}

/** Another language, at once and without network: the documents begin again. */
export function chooseLanguage(chosen: Language): void {
  localStorage.setItem('gx-language', chosen)
  window.top?.location.reload()
}

/** `plural(3, { one: '1 entry', other: '3 entries' })`; the forms that a language has not are left out. */
export function plural(
  count: number,
  forms: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string },
): string {
  return forms[new Intl.PluralRules(language()).select(count)] ?? forms.other
}
