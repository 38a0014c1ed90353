import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromInstantText, toInstantText } from './calendar.ts'
import type { Edge, NewLength } from './entry-spans.ts'
import { filledStretch, movedStretch, resizedStretch } from './entry-spans.ts'
import type { Stretch } from './overlap-policies.ts'

const entry = { start: 1000, end: 1600 }
const running = { start: 1000, end: null }

describe('an entry is moved (E6)', () => {
  it('keeps its length, or runs on', () => {
    expect(movedStretch(entry, 500)).toEqual({ start: 500, end: 1100 })
    expect(movedStretch(running, 500)).toEqual({ start: 500, end: null })
  })
})

describe('an entry is resized (E6)', () => {
  it.each<[NewLength, Edge, Stretch]>([
    [{ durationSeconds: 60 }, 'end', { start: 1000, end: 1060 }],
    [{ durationSeconds: 60 }, 'start', { start: 1540, end: 1600 }],
    [{ durationSeconds: 0 }, 'end', { start: 1000, end: 1000 }],
    [{ bySeconds: 60 }, 'end', { start: 1000, end: 1660 }],
    [{ bySeconds: -60 }, 'end', { start: 1000, end: 1540 }],
    [{ bySeconds: 60 }, 'start', { start: 940, end: 1600 }],
    [{ bySeconds: -600 }, 'start', { start: 1600, end: 1600 }],
  ])('%j at its %s', (length, edge, expected) => {
    expect(resizedStretch(entry, length, edge)).toEqual(expected)
  })

  it('not below nothing', () => {
    expect(() => resizedStretch(entry, { bySeconds: -601 }, 'end')).toThrow(
      expect.objectContaining({
        code: 'time_entries.too_short',
        message: 'It lasts 10m, and would lose 10m 1s',
      }),
    )
  })

  it('while it runs, at its start only', () => {
    expect(resizedStretch(running, { bySeconds: 60 }, 'start')).toEqual({ start: 940, end: null })
    for (const [length, edge] of [
      [{ bySeconds: 60 }, 'end'],
      [{ durationSeconds: 60 }, 'start'],
    ] as const)
      expect(() => resizedStretch(running, length, edge)).toThrow(
        expect.objectContaining({ code: 'time_entries.running' }),
      )
  })

  it('longer and shorter by the same takes back what it did', () => {
    const by = fc.integer({ min: -600, max: 100_000 })
    fc.assert(
      fc.property(by, fc.constantFrom('start' as const, 'end' as const), (bySeconds, edge) => {
        const there = resizedStretch(entry, { bySeconds }, edge)
        expect(resizedStretch(there, { bySeconds: -bySeconds }, edge)).toEqual(entry)
      }),
    )
  })
})

const at = (time: string) => fromInstantText(`2026-03-0${time.replace(' ', 'T')}:00Z`)
const stretch = (from: string, to: string | null) => ({ start: at(from), end: to === null ? null : at(to) })
const asOf = at('2 17:00')

describe('an entry is filled (E6)', () => {
  const fill = (
    own: Stretch,
    others: readonly Stretch[],
    edges: readonly Edge[] = ['start', 'end'],
    zone = 'UTC',
  ) => {
    const { start, end } = filledStretch(own, others, { edges, zone, asOf })
    return [start, end].map((time) => (time === null ? null : toInstantText(time).slice(9, 16)))
  }
  const own = stretch('2 10:00', '2 11:00')

  it.each([
    [
      'to both neighbours',
      own,
      [stretch('2 08:00', '2 09:00'), stretch('2 12:00', '2 13:00')],
      '2T09:00',
      '2T12:00',
    ],
    [
      'to the nearest',
      own,
      [
        stretch('2 06:00', '2 07:00'),
        stretch('2 08:00', '2 09:00'),
        stretch('2 14:00', '2 15:00'),
        stretch('2 12:00', '2 13:00'),
      ],
      '2T09:00',
      '2T12:00',
    ],
    [
      'to where the latest of earlier ones ends',
      own,
      [stretch('2 07:00', '2 09:30'), stretch('2 08:00', '2 09:00')],
      '2T09:30',
      '2T11:00',
    ],
    [
      'on one side, when the other touches',
      own,
      [stretch('2 09:00', '2 10:00'), stretch('2 12:00', '2 13:00')],
      '2T10:00',
      '2T12:00',
    ],
    [
      'on one side, when it overlaps at the other',
      own,
      [stretch('2 08:00', '2 09:00'), stretch('2 10:30', '2 11:30'), stretch('2 12:00', '2 13:00')],
      '2T09:00',
      '2T11:00',
    ],
    [
      'on one side, when there is nothing on that day',
      own,
      [stretch('1 08:00', '1 22:00'), stretch('2 12:00', '2 13:00')],
      '2T10:00',
      '2T12:00',
    ],
    ['to what runs', own, [stretch('2 12:00', null)], '2T10:00', '2T12:00'],
    ['back, while it runs', stretch('2 16:00', null), [stretch('2 12:00', '2 15:00')], '2T15:00', null],
  ] as const)('%s', (_, of, others, start, end) => {
    expect(
      fill(
        of,
        others.map((one) => one as Stretch),
      ),
    ).toEqual([start, end])
  })

  it('at the edge that is asked for', () => {
    const others = [stretch('2 08:00', '2 09:00'), stretch('2 12:00', '2 13:00')]
    expect(fill(own, others, ['start'])).toEqual(['2T09:00', '2T11:00'])
    expect(fill(own, others, ['end'])).toEqual(['2T10:00', '2T12:00'])
  })

  it('with days of the zone (D7)', () => {
    // In Tokyo 10:00 to 11:00 UTC is in the evening, and 15:30 UTC is the next day.
    const others = [stretch('2 15:30', '2 16:00')]
    expect(fill(own, others, ['end'])).toEqual(['2T10:00', '2T15:30'])
    expect(() => fill(own, others, ['end'], 'Asia/Tokyo')).toThrow(
      expect.objectContaining({ code: 'time_entries.nothing_to_fill' }),
    )
  })

  it.each([
    ['it is alone', []],
    ['it touches on both sides', [stretch('2 09:00', '2 10:00'), stretch('2 11:00', '2 12:00')]],
    ['it lies within another', [stretch('2 09:00', '2 12:00'), stretch('2 13:00', '2 14:00')]],
  ])('not when %s', (_, others) => {
    expect(() => fill(own, others)).toThrow(expect.objectContaining({ code: 'time_entries.nothing_to_fill' }))
  })

  it('never covers a second of another that it did not cover before (D4)', () => {
    const some = fc.array(fc.tuple(fc.integer({ min: 0, max: 1430 }), fc.integer({ min: 0, max: 300 })), {
      maxLength: 6,
    })
    fc.assert(
      fc.property(some, (spans) => {
        const others = spans.map(([start, length]) => ({
          start: at('2 00:00') + start * 60,
          end: at('2 00:00') + (start + length) * 60,
        }))
        const shared = ({ start, end }: Stretch) =>
          others.reduce(
            (sum, other) => sum + Math.max(0, Math.min(end!, other.end) - Math.max(start, other.start)),
            0,
          )
        try {
          const filled = filledStretch(own, others, { edges: ['start', 'end'], zone: 'UTC', asOf })
          expect(shared(filled)).toBe(shared(own))
          expect(filled.start <= own.start && filled.end! >= own.end!).toBe(true)
        } catch (error) {
          expect(error).toMatchObject({ code: 'time_entries.nothing_to_fill' })
        }
      }),
    )
  })
})
