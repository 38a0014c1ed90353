/** A batch of rounds: somebody new writes from many places at once while parts of the stack are killed. */
import type { TestStack } from '../stack.ts'
import type { Findings } from './checks.ts'
import { check } from './checks.ts'
import { openDevice } from './devices.ts'
import { runScript } from './scripts.ts'
import { createCommandKiller, runTerminal } from './terminals.ts'
import { createServerKiller, untilReady } from './victims.ts'
import { createWorld } from './world.ts'

export interface Batch extends Findings {
  /** How often each was killed in the middle of a write. */
  readonly killed: Readonly<Record<string, number>>
  /** How many writes were acknowledged, and how many given up. */
  readonly acknowledged: number
  readonly givenUp: number
}

export async function runBatch(stack: TestStack, seed: number, rounds: number): Promise<Batch> {
  const world = await createWorld(stack, seed)
  const devices = [await openDevice(world, 'phone'), await openDevice(world, 'laptop')]
  const load = [
    ...devices.map((device) => device.run()),
    ...['careful', 'patient'].map((name) => runScript(world, name, { retries: true })),
    ...['hasty', 'careless'].map((name) => runScript(world, name, { retries: false })),
    runTerminal(world, 'desk'),
  ]
  const killed: Record<string, number> = {}
  const count = (victim: string) => {
    killed[victim] = (killed[victim] ?? 0) + 1
  }
  const isOn = () => world.isLoaded() && Object.values(killed).reduce((sum, times) => sum + times, 0) < rounds
  const killServers = async (): Promise<void> => {
    const killer = createServerKiller(world, 'killer of servers')
    while (isOn()) {
      const victim = await killer.kill()
      if (victim === undefined) continue
      count(victim)
      await killer.recover()
    }
  }
  const killCommands = async (): Promise<void> => {
    const killer = createCommandKiller(world, 'killer of commands')
    while (isOn()) if (await killer.kill()) count('goalixa')
  }
  try {
    await Promise.all([killServers(), killCommands()])
    world.unload()
    await untilReady(world)
    await Promise.all(load)
    const findings = await check(world, devices)
    const inState = (state: string) => world.ledger.writes().filter((write) => write.state === state).length
    return { killed, acknowledged: inState('acknowledged'), givenUp: inState('given up'), ...findings }
  } finally {
    world.unload()
    await Promise.allSettled(load)
    for (const device of devices) await device.close()
    await world.leave()
  }
}
