import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import type { Method } from '@goalixa/contracts/route'
import { routeTable } from '@goalixa/contracts/routes'
import type { NamedRoute } from '@goalixa/contracts/routes'
import { createRouteMatcher } from './route-matcher.ts'

const named = (id: string, path: string, method: Method = 'GET'): NamedRoute => ({
  id,
  upstream: 'app',
  spec: { method, path, summary: '', access: 'public', response: z.string() },
})
const segments = (path: string) => path.slice(1).split('/')

describe('createRouteMatcher', () => {
  it.each(routeTable.map((route) => [route.id, route] as const))('finds %s', (id, { spec }) => {
    const path = spec.path.replaceAll(/\{\w+\}/g, 'x-1')
    expect(createRouteMatcher(routeTable)(spec.method, segments(path))).toMatchObject({
      kind: 'route',
      route: { id },
      path,
    })
  })

  it('prefers words to parameters, and goes back when the word leads nowhere', () => {
    const match = createRouteMatcher([
      named('one', '/a/{id}'),
      named('word', '/a/gaps'),
      named('deep', '/a/{id}/b'),
    ])
    expect(match('GET', ['a', 'gaps'])).toMatchObject({ route: { id: 'word' } })
    expect(match('GET', ['a', 'x'])).toMatchObject({ route: { id: 'one' } })
    expect(match('GET', ['a', 'gaps', 'b'])).toMatchObject({ route: { id: 'deep' }, path: '/a/gaps/b' })
    expect(match('GET', ['a', ''])).toBeUndefined()
    expect(match('GET', ['a'])).toBeUndefined()
  })

  it('refuses a table in which two routes claim the same requests', () => {
    expect(() => createRouteMatcher([named('one', '/a/{id}'), named('two', '/a/{name}')])).toThrow(
      'one and two',
    )
    expect(() =>
      createRouteMatcher([named('one', '/a/{id}'), named('two', '/a/{name}', 'POST')]),
    ).not.toThrow()
  })
})
