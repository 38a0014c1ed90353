import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isPath, placeOf } from '../bridge/paths.ts'
import { launchPath } from './launch.ts'

it.each([
  ['', undefined],
  ['?utm=1', undefined],
  ['?do=delete&text=all', undefined],
  ['?do=report', '/reports'],
  ['?do=plan', '/planner'],
  ['?do=timer', '/timer?offer=timer'],
  ['?do=task&text=Buy%20milk', '/timer?offer=task&text=Buy%20milk'],
  [
    '?shared-title=A&shared-text=b%0Ac&shared-url=https%3A%2F%2Fx.org',
    '/timer?offer=share&text=A%20b%20c%20https%3A%2F%2Fx.org',
  ],
  ['?link=web%2Bgoalixa%3Atask%3Ftext%3Dmilk', '/timer?offer=task&text=milk'],
  ['?link=web%2Bgoalixa%3A%2F%2Ftimer', '/timer?offer=timer'],
  ['?link=javascript%3Aalert(1)', undefined],
])('%j becomes %j', (search, path) => expect(launchPath(search)).toBe(path))

it('whatever is shared becomes a path that can be gone to, and says no more than was shared', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const path = launchPath(`?${new URLSearchParams({ 'shared-text': text }).toString()}`)!
      expect(isPath(path)).toBe(true)
      const said = placeOf(path).query.get('text') ?? ''
      expect(
        text
          .toWellFormed()
          .replace(/[\s\p{C}]+/gu, ' ')
          .trim()
          .startsWith(said.trim()),
      ).toBe(true)
      expect([...placeOf(path).query.keys()].every((key) => key === 'offer' || key === 'text')).toBe(true)
    }),
  ))
