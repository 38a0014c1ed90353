import { expect, it } from 'vitest'
import { createCircuit } from './circuit.ts'

function aCircuit() {
  let time = 0
  const circuit = createCircuit(() => time)
  const fail = (times: number) => {
    for (let count = 0; count < times; count++) circuit.enter()!('failed')
  }
  return { ...circuit, fail, wait: (ms: number) => void (time += ms) }
}

it('SEC-112: opens after five failures in a row, not after five among successes', () => {
  const { fail, enter, state } = aCircuit()
  fail(4)
  enter()!('ok')
  fail(4)
  expect(state()).toBe('closed')
  fail(1)
  expect([state(), enter()]).toEqual(['open', undefined])
})

it('SEC-112: lets three try at once, and closes when three succeeded', () => {
  const { fail, wait, enter, state } = aCircuit()
  fail(5)
  wait(1_000)
  const probes = [enter(), enter(), enter()]
  expect([state(), enter()]).toEqual(['half-open', undefined])
  probes[0]!('ok')
  probes[1]!('ok')
  expect(state()).toBe('half-open')
  probes[2]!('ok')
  expect(state()).toBe('closed')
})

it('SEC-112: opens for twice as long when a try fails, up to five seconds', () => {
  const { fail, wait, enter, opensInMs } = aCircuit()
  fail(5)
  const pauses = Array.from({ length: 4 }, () => {
    wait(opensInMs())
    enter()!('failed')
    return opensInMs()
  })
  expect(pauses).toEqual([2_000, 4_000, 5_000, 5_000])
})

it('SEC-112: lets somebody try at once when the service says that it is ready', () => {
  const { fail, heal, enter } = aCircuit()
  fail(5)
  heal()
  expect(enter()).toBeDefined()
})

it('SEC-112 REG-B6: a try that was cancelled makes room for another, however many are', () => {
  const { fail, wait, enter, state } = aCircuit()
  fail(5)
  wait(1_000)
  for (let cancelled = 0; cancelled < 100; cancelled++) enter()!('unknown')
  for (const probe of [enter(), enter(), enter()]) probe!('ok')
  expect(state()).toBe('closed')
})

it('SEC-112: what was sent before it opened says nothing later', () => {
  const { fail, wait, enter, state } = aCircuit()
  const late = enter()!
  fail(5)
  wait(1_000)
  const probe = enter()!
  late('failed')
  expect(state()).toBe('half-open')
  probe('failed')
  expect(state()).toBe('open')
})
