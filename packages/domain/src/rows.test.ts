import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Stamp } from './clock.ts'
import { compareStamps } from './clock.ts'
import type { Json, Register, Registers } from './rows.ts'
import { canonical, membersOf, membershipValues, mergeRegisters, sameValue, winner } from './rows.ts'

const values = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>
const stamps = fc.tuple(fc.nat(3), fc.nat(2), fc.constantFrom('!', 'a', 'b')) as fc.Arbitrary<Stamp>
const register: fc.Arbitrary<Register> = fc.record({ v: values, stamp: stamps })
// Names that an object knows by itself are names like others: a newer version may use any.
const names = fc.constantFrom('title', 'span', 'label:x', '__proto__', 'constructor', 'toString')
const registers: fc.Arbitrary<Registers> = fc
  .uniqueArray(fc.tuple(names, register), { selector: ([name]) => name })
  .map((entries) => Object.fromEntries(entries))
const text = (regs: Registers): string => canonical(regs as unknown as Json)

describe('merge', () => {
  test('it is commutative, associative and idempotent', () => {
    fc.assert(
      fc.property(registers, registers, registers, (a, b, c) => {
        expect(text(mergeRegisters(a, b))).toBe(text(mergeRegisters(b, a)))
        expect(text(mergeRegisters(mergeRegisters(a, b), c))).toBe(
          text(mergeRegisters(a, mergeRegisters(b, c))),
        )
        expect(text(mergeRegisters(a, a))).toBe(text(a))
        expect(text(mergeRegisters(mergeRegisters(a, b), b))).toBe(text(mergeRegisters(a, b)))
      }),
      { numRuns: 500 },
    )
  })

  test('each register is the greatest of the two, and none is lost', () => {
    fc.assert(
      fc.property(registers, registers, (a, b) => {
        const merged = mergeRegisters(a, b)
        expect(Object.keys(merged).toSorted()).toEqual(
          [...new Set([...Object.keys(a), ...Object.keys(b)])].toSorted(),
        )
        for (const [name, { stamp }] of Object.entries(merged)) {
          for (const side of [a, b]) {
            if (Object.hasOwn(side, name))
              expect(compareStamps(stamp, side[name]!.stamp)).toBeGreaterThanOrEqual(0)
          }
        }
      }),
    )
  })

  test('inputs stay as they were', () => {
    const a: Registers = { title: { v: 'a', stamp: [1, 0, 'a'] } }
    mergeRegisters(a, { title: { v: 'b', stamp: [2, 0, 'a'] } })
    expect(a['title']!.v).toBe('a')
  })

  test('with the same stamp the greater value wins, from either side', () => {
    const a: Register = { v: 'a', stamp: [1, 0, 'x'] }
    const b: Register = { v: 'b', stamp: [1, 0, 'x'] }
    expect(winner(a, b)).toBe(b)
    expect(winner(b, a)).toBe(b)
  })
})

describe('values', () => {
  test.each<[Json | undefined, Json | undefined, boolean]>([
    [{ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }, true],
    [[1, 2], [2, 1], false],
    ['1', 1, false],
    [null, undefined, false],
    [undefined, undefined, true],
    [{ a: null }, {}, false],
    [['a,b'], ['a', 'b'], false],
  ])('%j and %j are the same: %s', (a, b, same) => {
    expect(sameValue(a, b)).toBe(same)
    expect(sameValue(b, a)).toBe(same)
  })

  test('the canonical text reads back as the value', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(sameValue(JSON.parse(canonical(value)) as Json, value)).toBe(true)
      }),
    )
  })
})

describe('memberships', () => {
  const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'))
  test('the values that are written put exactly the wanted ones in, and nothing needless', () => {
    fc.assert(
      fc.property(ids, ids, (now, wanted) => {
        const regsOf = (given: Record<string, boolean>, at: number): Registers =>
          Object.fromEntries(
            Object.entries(given).map(([name, v]) => [name, { v, stamp: [at, 0, 'x'] as const }]),
          )
        const before = regsOf(membershipValues('label', [], now), 1)
        const change = membershipValues('label', membersOf(before, 'label'), wanted)
        expect(membersOf(mergeRegisters(before, regsOf(change, 2)), 'label')).toEqual(wanted.toSorted())
        const differing =
          now.filter((id) => !wanted.includes(id)).length + wanted.filter((id) => !now.includes(id)).length
        expect(Object.keys(change)).toHaveLength(differing)
      }),
    )
  })

  test('a membership is told from another that begins alike, and false is out', () => {
    const stamp: Stamp = [1, 0, 'x']
    const regs = {
      'label:b': { v: true, stamp },
      'label:a': { v: true, stamp },
      'label:c': { v: false, stamp },
      'labels:d': { v: true, stamp },
    }
    expect(membersOf(regs, 'label')).toEqual(['a', 'b'])
  })
})
