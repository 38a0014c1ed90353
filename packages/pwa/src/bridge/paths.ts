/** Paths inside the app, behind the `#` of the address bar. What is no such path is never gone to. */
const pattern = /^\/[a-z][a-z-]{0,40}(?:\/[\w-]{1,80}){0,3}(?:\?[\w.~%&=+:,-]{0,500})?$/

export const isPath = (value: unknown): value is string => typeof value === 'string' && pattern.test(value)

export interface Place {
  readonly view: string
  /** What follows the view: an id, a day. */
  readonly rest: readonly string[]
  readonly query: URLSearchParams
}

/** @param path as {@link isPath} takes it */
export function placeOf(path: string): Place {
  const [before = '', search = ''] = path.split('?', 2)
  const [view = '', ...rest] = before.slice(1).split('/')
  return { view, rest, query: new URLSearchParams(search) }
}
