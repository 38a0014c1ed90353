import { expect, test } from 'vitest'
import { coalesce } from './coalesce.ts'

/** Work whose runs end when they are told to. */
function gated() {
  const gates: (() => void)[] = []
  const ask = coalesce(() => new Promise((resolve) => gates.push(resolve)))
  return { ask, gates }
}

test('however often it is asked for while it runs, it runs once more', async () => {
  const { ask, gates } = gated()
  const calls = [ask(), ask(), ask(), ask()]
  expect(gates).toHaveLength(1)
  gates[0]!()
  await calls[0]
  await Promise.resolve()
  expect(gates).toHaveLength(2)
  gates[1]!()
  await Promise.all(calls)
  expect(gates).toHaveLength(2)
})

test('a call waits for work that began after it', async () => {
  const { ask, gates } = gated()
  const first = ask()
  let isSecondDone = false
  const second = ask().then(() => (isSecondDone = true))
  gates[0]!()
  await first
  await Promise.resolve()
  expect(isSecondDone).toBe(false)
  gates[1]!()
  await second
  void ask()
  expect(gates).toHaveLength(3)
})
