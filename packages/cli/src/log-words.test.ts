import { AppError } from '@goalixa/contracts/errors'
import { toInstantText } from '@goalixa/domain/calendar'
import { describe, expect, it } from 'vitest'
import { splitLogWords } from './log-words.ts'

// Monday
const dates = { now: Date.parse('2026-03-02T12:00:00Z') / 1000, zone: 'Europe/Berlin', weekStart: 1 }
const split = (words: string[], verbatim?: string[]) => {
  const { span, untimed, text, labels } = splitLogWords(words, verbatim, dates)
  const when =
    span === undefined
      ? `${untimed?.date} ${untimed?.seconds}`
      : `${toInstantText(span.start)} ${toInstantText(span.end)}`
  return [when, text, labels]
}
const morning = '2026-03-02T08:00:00Z 2026-03-02T09:30:00Z'

describe('splitLogWords', () => {
  it.each([
    [['2h', 'on', 'yesterday', 'read', '+deep'], undefined, '2026-03-01 7200', 'read', ['deep']],
    [['1h', '30m', 'on', '2026-02-27'], undefined, '2026-02-27 5400', '', []],
    [['2h', 'on', 'friday'], ['on', 'call'], '2026-02-27 7200', 'on call', []],
    [
      ['1h', 'ago', 'on', 'the', 'train'],
      undefined,
      '2026-03-02T11:00:00Z 2026-03-02T12:00:00Z',
      'on the train',
      [],
    ],
    [['9:00', '-', '10:30', 'code', 'review'], undefined, morning, 'code review', []],
    [['9:00 - 10:30', 'code review'], undefined, morning, 'code review', []],
    [['9:00', '-', '10:30'], undefined, morning, '', []],
    [
      ['+team', '9:00', '-', '10:30', 'code', '+deep', 'review'],
      undefined,
      morning,
      'code review',
      ['team', 'deep'],
    ],
    [['9:00', 'for', '1h30m', 'call', 'at', 'noon'], undefined, morning, 'call at noon', []],
    [['1h30m', 'ago', 'reading'], undefined, '2026-03-02T10:30:00Z 2026-03-02T12:00:00Z', 'reading', []],
    [
      ['yesterday', '9:00', '-', '10:30', 'x'],
      undefined,
      '2026-03-01T08:00:00Z 2026-03-01T09:30:00Z',
      'x',
      [],
    ],
    [['9:00', '-', '10:30'], ['yesterday', '+notes'], morning, 'yesterday +notes', []],
    [['9:00', '-', '10:30', 'the', 'the', 'same', 'the'], undefined, morning, 'the the same the', []],
  ])('reads %j -- %j', (words, verbatim, span, text, labels) => {
    expect(split(words, verbatim)).toEqual([span, text, labels])
  })

  it.each([
    [['lunch'], 'input.range', '"lunch"'],
    [['9', '-', '10', 'text'], 'input.date', 'bare number'],
    [['9:00', '-', '25:00', 'text'], 'input.date', '25:00'],
    [['9:00', 'standup'], 'input.range', 'no end'],
    [['today', '10:00', '-', 'yesterday', '9:00', 'x'], 'time_entries.end_before_start', 'before the start'],
    [['3d', 'ago', 'x'], 'input.duration', '"3d"'],
  ])('refuses %j with the error of the range, not of the text', (words, code, detail) => {
    const error = (() => {
      try {
        return splitLogWords(words, undefined, dates)
      } catch (thrown) {
        return thrown
      }
    })()
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ code, message: expect.stringContaining(detail) as string })
  })

  it('asks when there is no range at all', () => {
    expect(() => splitLogWords(['+team'], undefined, dates)).toThrow('The range is missing')
  })
})
