import { errorCatalogue } from '@goalixa/contracts/error-catalogue'
import type { ErrorCode } from '@goalixa/contracts/error-catalogue'
import { describe, expect, it } from 'vitest'
import { exitCodeOf, exitCodes } from './exit-codes.ts'

const codes = Object.keys(errorCatalogue) as ErrorCode[]

/** Operations have codes of their own. */
const opsExits = [3, 10, 11, 12, 13, 14, 20, 21, 22, 70, 130]

describe('exit codes', () => {
  it.each(codes)('know %s', (code) => {
    expect(Object.hasOwn(exitCodes, code)).toBe(true)
    expect(code.startsWith('ops.') ? opsExits : [1, 2, 3, 4, 5, 6]).toContain(exitCodes[code])
  })

  it('follow the kind of the failure', () => {
    for (const code of codes) {
      const { status } = errorCatalogue[code]
      if (status === 404) expect(exitCodes[code], code).toBe(3)
      if (status === 401) expect(exitCodes[code], code).toBe(4)
      if (status === 403) expect(exitCodes[code], code).toBe(6)
      if (status >= 502) expect(exitCodes[code], code).toBe(5)
    }
  })

  it.each([
    ['timer.not_running', 3],
    ['input.unconfirmed', 6],
    ['input.ambiguous', 6],
    ['input.date', 2],
    ['import.unreadable', 2],
    ['import.rows_refused', 6],
    ['time_entries.end_before_start', 6],
    ['usage', 2],
    ['interrupted', 130],
  ] as const)('give %s the code %i', (code, wanted) => {
    expect(exitCodeOf(code)).toBe(wanted)
  })

  it('count a code that only the server knows as a failure', () => {
    expect(exitCodeOf('goals.of_tomorrow' as ErrorCode)).toBe(1)
  })
})
