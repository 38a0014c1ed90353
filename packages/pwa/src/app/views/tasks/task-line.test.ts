import { expect, it } from 'vitest'
import { readTaskLine, taskOf } from './task-line.ts'

// Wednesday.
const context = { now: Date.parse('2026-03-04T12:00:00Z') / 1000, zone: 'UTC', weekStart: 1 }
const read = (line: string) => readTaskLine(line, context, 'too long')

it.each([
  ['Rent due:fri !urgent +home', 13],
  ['Rent due:never', 5],
  ['due:"next friday" Rent est:soon', 23],
  ['!high Rent  !low', 12],
])('%j is wrong at character %i', (line, position) => {
  expect(read(line)).toMatchObject({ problem: { position } })
})

it('refuses what the server would refuse', () => {
  for (const line of ['x'.repeat(1_001), `a +${'x'.repeat(201)}`, `a project:${'x'.repeat(201)}`])
    expect(read(line)).toEqual({ problem: { message: 'too long', position: 0 } })
})

it('gives a task that comes back its first day and zone', () => {
  const found = read('Rent every:month +home project:Flat !high')
  expect('words' in found && taskOf(found.words, context)).toMatchObject({
    title: 'Rent',
    labels: ['home'],
    project: 'Flat',
    priority: 'high',
    recurrenceZone: 'UTC',
    due: expect.stringMatching(/^2026-0[34]-\d\d$/),
  })
})
