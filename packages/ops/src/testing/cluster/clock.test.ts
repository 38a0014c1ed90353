import { expect, test } from 'vitest'
import { createVirtualClock, timestamp } from './clock.ts'

test('timers run in order of their time, each at its own moment, with those set meanwhile', () => {
  const clock = createVirtualClock({ start: 0 })
  const seen: string[] = []
  const note = (name: string) => seen.push(`${name}@${clock.now()}`)
  clock.setTimer(300, () => note('late'))
  clock.setTimer(100, () => {
    note('early')
    clock.setTimer(50, () => note('meanwhile'))
  })
  const forget = clock.setTimer(200, () => note('forgotten'))
  forget()
  clock.advance(250)
  expect(seen).toEqual(['early@100', 'meanwhile@150'])
  expect(clock.now()).toBe(250)
  clock.advance(50)
  expect(seen).toEqual(['early@100', 'meanwhile@150', 'late@300'])
})

test('with a speed the clock follows the real time', async () => {
  const clock = createVirtualClock({ start: 0, speed: 10_000 })
  await new Promise<void>((resolve) => void clock.setTimer(60_000, resolve))
  expect(clock.now()).toBeGreaterThanOrEqual(60_000)
  clock.stop()
})

test('a timestamp has whole seconds', () => {
  expect(timestamp(createVirtualClock({ start: 1999 }))).toBe('1970-01-01T00:00:01Z')
})
