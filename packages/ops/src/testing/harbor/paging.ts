/** Pages and queries as Harbor's lists have them. */
import { badRequest, unprocessable } from './refusal.ts'

export interface Page<T> {
  readonly items: readonly T[]
  readonly headers: Readonly<Record<string, string>>
}

/** `path` as it was asked for, without its query. */
export function page<T>(all: readonly T[], path: string, query: URLSearchParams): Page<T> {
  const size = Number(query.get('page_size') ?? 10)
  const number = Math.max(1, Number(query.get('page') ?? 1))
  if (size > 100) throw unprocessable('page_size in query should be less than or equal to 100')
  const items = all.slice((number - 1) * size, number * size)
  // The query comes back sorted, and as it reads, not as it is written in an address.
  const link = (to: number, rel: string) => {
    const next = new URLSearchParams(query)
    next.set('page', String(to))
    next.sort()
    const words = [...next].map(([name, value]) => `${name}=${value}`).join('&')
    return `<${path}?${words}>; rel="${rel}"`
  }
  const links = [
    ...(number > 1 && (number - 1) * size < all.length ? [link(number - 1, 'prev')] : []),
    ...(number * size < all.length ? [link(number + 1, 'next')] : []),
  ]
  return {
    items,
    headers: {
      'x-total-count': String(all.length),
      ...(links.length === 0 ? {} : { link: links.join(' , ') }),
    },
  }
}

/** `k=v,k=~v` as tests by key. */
export function conditions(query: URLSearchParams): Readonly<Record<string, (value: string) => boolean>> {
  const text = query.get('q')
  if (text === null || text === '') return {}
  return Object.fromEntries(
    text.split(',').map((one) => {
      const [, key, value] = /^([^=]+)=(.+)$/.exec(one) ?? []
      if (key === undefined || value === undefined)
        throw badRequest('the query string must contain "=" and the key/value cannot be empty')
      return value.startsWith('~')
        ? [key, (actual: string) => actual.includes(value.slice(1))]
        : [key, (actual: string) => actual === value]
    }),
  )
}
