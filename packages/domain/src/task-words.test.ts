import { describe, expect, test } from 'vitest'
import { parseTaskWords } from './task-words.ts'

const context = { now: Date.parse('2026-03-02T09:00:00Z') / 1000, zone: 'Europe/Berlin', weekStart: 1 }
const read = (...words: string[]) => parseTaskWords(words, context)

describe('a task in words (5.1)', () => {
  test('says everything at once', () => {
    expect(read('Pay rent due:fri every:month !high project:home est:30m +bills')).toEqual({
      title: 'Pay rent',
      due: '2026-03-06',
      recurrence: 'FREQ=MONTHLY',
      recurrenceMode: 'schedule',
      priority: 'high',
      project: 'home',
      estimateSeconds: 1800,
      labels: ['bills'],
      notes: [],
    })
  })

  test('is the same in one word or in many', () => {
    expect(read('Pay', 'rent', 'due:fri', '+bills', '+bills')).toEqual(read('Pay rent due:fri +bills'))
  })

  test.each<[string, string[], object]>([
    [
      'a value in quotes',
      ['Call due:"fri 9:00" project:"my home"'],
      { due: '2026-03-06T08:00:00Z', project: 'my home' },
    ],
    [
      'a value that the shell took out of its quotes',
      ['Call', 'due:fri 9:00', 'project:my home'],
      { title: 'Call', project: 'my home' },
    ],
    [
      'counting from completion',
      ['Water every!:3d'],
      { recurrence: 'FREQ=DAILY;INTERVAL=3', recurrenceMode: 'after-completion' },
    ],
    ['scheduled', ['a scheduled:tomorrow DUE:sat'], { scheduled: '2026-03-03', due: '2026-03-07' }],
    [
      'what only looks like it',
      ['Read http://x.org at 9:30 note: a+b + ! re:due'],
      { title: 'Read http://x.org at 9:30 note: a+b + ! re:due' },
    ],
  ])('%s', (_, words, expected) => {
    expect(read(...words)).toMatchObject(expected)
  })

  test('what comes verbatim is title', () => {
    expect(parseTaskWords(['a'], context, ['due:fri', '+x'])).toMatchObject({
      title: 'a due:fri +x',
      labels: [],
    })
  })

  test.each([
    ['due:someday', 'input.date', 'due:someday'],
    ['due:', 'input.task_word', 'due:'],
    ['est:30', 'input.duration', 'est:30'],
    ['every:sometimes', 'input.recurrence', 'every:sometimes'],
    ['!urgent', 'input.task_word', '!urgent'],
    ['due:fri due:sat', 'input.task_word', 'due:sat'],
    ['!high !low', 'input.task_word', '!low'],
    ['every:day every!:day', 'input.task_word', 'every!:day'],
  ])('%s is refused, and the word is named', (text, code, word) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(`"${word}"`) as string }),
    )
  })
})
