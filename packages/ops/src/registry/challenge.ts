/** What a registry asks for in `WWW-Authenticate`. Pure. */

export interface Challenge {
  /** In lower case. */
  readonly scheme: string
  readonly parameters: Readonly<Record<string, string>>
}

/** All challenges of a header; none in an empty one, which Harbor sends for a project that it does not know. */
export function parseChallenges(header: string): readonly Challenge[] {
  const found: { scheme: string; parameters: Record<string, string> }[] = []
  // Either `name=value`, quoted or not, or a bare word, which begins a challenge.
  const piece = /([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))|([\w-]+)/g
  for (const [, name, quoted, plain, scheme] of header.matchAll(piece)) {
    if (scheme !== undefined) found.push({ scheme: scheme.toLowerCase(), parameters: {} })
    else if (name !== undefined) {
      const parameters = found.at(-1)?.parameters
      if (parameters !== undefined)
        parameters[name.toLowerCase()] = quoted?.replaceAll(/\\(.)/g, '$1') ?? plain ?? ''
    }
  }
  return found
}
