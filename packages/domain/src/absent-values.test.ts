import { expect, test } from 'vitest'
import { tableRegisters } from '@goalixa/contracts/registers'
import { absentValue } from './absent-values.ts'

test('every register that a row may have says something while it is absent', () => {
  for (const [table, { registers, memberships }] of Object.entries(tableRegisters)) {
    for (const register of Object.keys(registers))
      expect(absentValue(table, register), `${table}.${register}`).not.toBeUndefined()
    for (const membership of Object.keys(memberships))
      expect(absentValue(table, `${membership}:1`)).toBe(false)
  }
})

test('what this version does not know says nothing', () => {
  expect(absentValue('dreams', 'name')).toBeUndefined()
  expect(absentValue('labels', 'mood')).toBeUndefined()
  expect(absentValue('labels', 'label:1')).toBeUndefined()
  expect(absentValue('labels', 'toString')).toBeUndefined()
})
