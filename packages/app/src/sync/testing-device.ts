/** A device that sends what it is told, without a store of its own. */
import { randomUUID } from 'node:crypto'
import type { Person } from '../testing.ts'

export interface TestOperation {
  readonly n: number
  readonly v: number
  readonly intent: string
  readonly patches: readonly {
    readonly table: string
    readonly id: string
    readonly regs: Readonly<Record<string, { v: unknown; stamp: [number, number, string] }>>
  }[]
}

export function testDevice(person: Person) {
  const clientId = randomUUID()
  let epoch: string | null = null
  let cursor = 0
  let n = 0
  return {
    clientId,
    op: (
      table: string,
      id: string,
      values: Readonly<Record<string, unknown>>,
      at = Date.now(),
      given: object = {},
    ): TestOperation => ({
      n: ++n,
      v: 1,
      intent: 'test',
      ...given,
      patches: [
        {
          table,
          id,
          regs: Object.fromEntries(
            Object.entries(values).map(([name, v]) => [name, { v, stamp: [at, 0, clientId] }]),
          ),
        },
      ],
    }),
    async send(ops: readonly object[], given: object = {}) {
      const request = { protocol: 1, schema: 1, clientId, epoch, cursor, now: Date.now(), ops, ...given }
      const answer = await person.call('POST', '/v1/sync', request)
      if (answer.status === 200) {
        epoch = answer.body.epoch
        cursor = answer.body.cursor
      }
      return answer
    },
  }
}
