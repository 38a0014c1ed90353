/** Challenges as Harbor sends them (recorded: 12-token-flow, 04-push-flow). */
import { expect, test } from 'vitest'
import { parseChallenges } from './challenge.ts'

test('a bearer challenge carries realm, service and scope', () => {
  const text =
    'Bearer realm="https://h.example/service/token",service="harbor-registry",scope="repository:a/b:pull,push"'
  expect(parseChallenges(text)).toEqual([
    {
      scheme: 'bearer',
      parameters: {
        realm: 'https://h.example/service/token',
        service: 'harbor-registry',
        scope: 'repository:a/b:pull,push',
      },
    },
  ])
})

test('several challenges, unquoted values and quoted quotes are read; an empty header has none', () => {
  expect(parseChallenges(String.raw`basic realm="a \"b\"", Bearer realm=x`)).toEqual([
    { scheme: 'basic', parameters: { realm: 'a "b"' } },
    { scheme: 'bearer', parameters: { realm: 'x' } },
  ])
  expect(parseChallenges('')).toEqual([])
})
