import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isId } from './ids.ts'
import { Id } from './primitives.ts'

test('what is seen as an id is one by the schema too, whatever its case', () => {
  const nearly = fc.stringMatching(/^[0-9a-fA-F]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{11,13}$/)
  fc.assert(
    fc.property(fc.oneof(fc.uuid(), nearly, fc.string()), (text) => {
      expect(isId(text)).toBe(Id.safeParse(text).success)
    }),
    { numRuns: 2_000 },
  )
})
