import { daysBefore } from '@goalixa/domain/report-comparison'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPath, placeOf } from '../../../bridge/paths.ts'
import { daysOf, forms, inForm, moved, pathOf, stateOf } from './state.ts'

const at = (path: string) => stateOf(placeOf(path))
const noon = Date.parse('2026-03-12T12:00:00Z')

describe('the address of a report', () => {
  it.each([
    '/reports',
    '/reports?form=weekly&days=last+week&by=label',
    '/reports?from=2026-03-02&to=2026-03-09&filter=%2Bops+duration%3E30m&compare=true',
    '/reports?form=hours&days=2026-W10&zone=Asia%2FTehran&week=6&round=none',
  ])('says all of it, and nothing twice: %s', (path) => {
    expect(isPath(path)).toBe(true)
    expect(pathOf(at(path))).toBe(path)
  })

  it('stays an address whatever the filter says', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (filter) => {
        const path = pathOf({ ...at('/reports'), filter })
        expect(isPath(path)).toBe(true)
        expect(at(path).filter).toBe(filter)
      }),
    )
  })

  it.each([
    '/reports?from=2026-02-30&to=2026-03-09',
    '/reports?from=2026-03-09&to=2026-03-02',
    '/reports?form=x&by=y&zone=Nowhere%2FAtAll&week=9&compare=1',
  ])('leaves out what is none: %s', (path) => {
    expect(pathOf(at(path))).toBe('/reports')
  })
})

describe('the days', () => {
  it.each([
    ['days=last+week&zone=UTC&week=1', '2026-03-02', '2026-03-09'],
    ['days=last+week&zone=UTC&week=7', '2026-03-01', '2026-03-08'],
    ['days=2026-W10&zone=UTC&week=6', '2026-03-02', '2026-03-09'],
    ['from=2026-01-05&to=2026-01-06', '2026-01-05', '2026-01-06'],
  ])('of %s', (query, from, to) => {
    expect(daysOf(at(`/reports?${query}`), noon)).toEqual({ from, to })
  })

  it('are no days where the words are none', () => {
    expect(() => daysOf(at('/reports?days=soon&zone=UTC&week=1'), noon)).toThrow(/soon/)
  })

  it.each([
    ['2026-03-02', '2026-03-09', '2026-03-16'],
    ['2026-02-01', '2026-03-01', '2026-04-01'],
    ['2026-01-01', '2027-01-01', '2028-01-01'],
    ['2026-03-12', '2026-03-13', '2026-03-14'],
  ])('from %s go on from %s to %s, and back', (from, to, end) => {
    const next = moved({ from, to }, 1)
    expect(next).toEqual({ from: to, to: end })
    expect(moved(next, -1)).toEqual(daysBefore(next))
    expect(moved(next, -1)).toEqual({ from, to })
  })

  it('of a grid are one week: that of the last day', () => {
    const month = at('/reports?from=2026-03-01&to=2026-04-01&by=day&zone=UTC&week=1')
    const grid = inForm(month, 'weekly', { from: '2026-03-01', to: '2026-04-01' })
    expect(grid).toMatchObject({ by: 'project', chosen: { from: '2026-03-30', to: '2026-04-06' } })
    for (const form of forms.filter((one) => one !== 'weekly'))
      expect(inForm(month, form, month.chosen)).toEqual({ ...month, form })
  })
})
