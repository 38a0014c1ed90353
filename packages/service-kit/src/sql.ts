/** A tiny tag: SQL is written as SQL, values become parameters, fragments nest. */

/** A query, or a part of one, with its parameters apart from its text. */
export interface Sql {
  readonly parts: readonly string[]
  readonly values: readonly unknown[]
}

const isSql = (value: unknown): value is Sql =>
  typeof value === 'object' && value !== null && 'parts' in value && 'values' in value

/** `` sql`select 1 where id = ${id}` ``: every `${}` is a parameter, or a nested fragment. */
export function sql(strings: TemplateStringsArray, ...given: readonly unknown[]): Sql {
  const parts: string[] = [strings[0] ?? '']
  const values: unknown[] = []
  given.forEach((value, index) => {
    const after = strings[index + 1] ?? ''
    if (isSql(value)) {
      parts[parts.length - 1] += value.parts[0] ?? ''
      parts.push(...value.parts.slice(1))
      parts[parts.length - 1] += after
      values.push(...value.values)
    } else {
      values.push(value)
      parts.push(after)
    }
  })
  return { parts, values }
}

/** Nothing, where a fragment may be absent. */
export const nothing: Sql = sql``

/** A name from the code, never from a request; quoted. */
export const identifier = (name: string): Sql => ({ parts: [`"${name.replaceAll('"', '""')}"`], values: [] })

/** Fragments one after the other; `separator` comes from the code, never from a request. */
export function join(fragments: readonly Sql[], separator: string): Sql {
  return fragments.reduce<Sql>(
    (all, one, index) => (index === 0 ? one : sql`${all}${{ parts: [separator], values: [] }}${one}`),
    nothing,
  )
}

/** The form that the driver takes: `$1`, `$2`, … */
export function toQuery(query: Sql): { text: string; values: unknown[] } {
  const text = query.parts.reduce((all, part, index) => (index === 0 ? part : `${all}$${index}${part}`), '')
  return { text, values: [...query.values] }
}
