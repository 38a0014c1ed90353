/** Verbs that load what they need when one of them is first called: a command waits for no feature but its own. */
export function lazily<Verbs extends object>(load: () => Promise<Verbs>): Verbs {
  let loaded: Promise<Verbs> | undefined
  const call =
    (verb: PropertyKey) =>
    async (...given: unknown[]): Promise<unknown> => {
      const verbs = (await (loaded ??= load())) as Record<PropertyKey, (...given: unknown[]) => unknown>
      return verbs[verb]!(...given)
    }
  return new Proxy({} as Verbs, { get: (_, verb) => call(verb) })
}
