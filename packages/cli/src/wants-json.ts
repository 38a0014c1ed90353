/** What comes before `--` counts wherever it stands, even when the rest cannot be understood. */
const flagsOf = (argv: readonly string[]): readonly string[] => {
  const end = argv.indexOf('--')
  return argv.slice(0, end < 0 ? argv.length : end)
}

/** `--json` */
export const wantsJson = (argv: readonly string[]): boolean => flagsOf(argv).includes('--json')

/** `--accessible`: a failure is told that way, too. */
export const wantsAccessible = (argv: readonly string[]): boolean => flagsOf(argv).includes('--accessible')

/** `--jq EXPRESSION` or `--fields NAMES`: a part of the document of `--json`. */
export const wantsPart = (argv: readonly string[]): boolean =>
  flagsOf(argv).some((word) => /^--(?:jq|fields)(?:=|$)/.test(word))
