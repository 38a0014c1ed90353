import { expect, test } from 'vitest'
import { createHashQueue } from './hash-queue.ts'

test('runs so many at once, lets so many wait and sends the next away', async () => {
  const queue = createHashQueue({ concurrency: 2, waiting: 1 })
  const gates = [0, 1, 2].map(() => Promise.withResolvers<string>())
  let running = 0
  const jobs = gates.map(({ promise }) =>
    queue(() => {
      running += 1
      return promise
    }),
  )
  await expect(queue(async () => 'never')).rejects.toMatchObject({
    code: 'auth.busy',
    status: 503,
    retryAfterSeconds: 2,
  })
  expect(running).toBe(2)
  gates[0]?.resolve('first')
  await jobs[0]
  await Promise.resolve()
  expect(running).toBe(3)
  gates[1]?.reject(new Error('failed'))
  gates[2]?.resolve('third')
  expect(await Promise.allSettled(jobs)).toMatchObject([
    { value: 'first' },
    { reason: { message: 'failed' } },
    { value: 'third' },
  ])
  expect(await queue(async () => 'free again')).toBe('free again')
})
