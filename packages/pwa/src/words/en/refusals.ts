/** What the rules refuse: in English they say it themselves, with names and numbers. */
export const words: Readonly<Record<string, string>> = {}
export type Words = typeof words
