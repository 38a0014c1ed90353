/** Who is killed: a service, the whole database server, or one process of it. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Chance } from '@goalixa/replica/testing/random'
import { lastLines } from '../../tools/stack/stack.ts'
import type { TestStack } from '../stack.ts'
import type { World } from './world.ts'
import { pause } from './world.ts'

const victims = [
  'app',
  'app',
  'app',
  'api',
  'api',
  'postgres',
  'postgres',
  'backend',
  'backend',
  'auth',
] as const
export type Victim = (typeof victims)[number]

/** Longer than anything that dies needs to come back, also on a machine that is busy. */
const backWithinMs = 150_000

export function createServerKiller(world: World, name: string) {
  const { stack, ledger } = world
  const chance = world.chance(name)

  const pidOf = async (victim: Victim): Promise<number | undefined> => {
    if (victim === 'postgres') return stack.database!.pid()
    if (victim === 'backend') return anyWorkerOf(stack.database!.pid(), chance)
    return stack.services.find((service) => service.name === victim)!.pid()
  }
  return {
    /** @returns who was killed; undefined when nothing was in flight, or the victim was dead already */
    async kill(): Promise<Victim | undefined> {
      const victim = chance.pick(victims)
      await ledger.nextDeparture()
      await pause(chance.int(12))
      const pid = await pidOf(victim)
      if (pid === undefined || ledger.countInFlight() === 0) return undefined
      return end(pid) ? victim : undefined
    },
    /** Waits until writes are answered again; at times not, and the next one is killed meanwhile. */
    async recover(): Promise<void> {
      if (chance.percent(20)) return pause(chance.int(300))
      await untilAnswered(world)
    },
  }
}

/** Waits until somebody is told by a server that a write is done. @throws Error when the stack does not come back */
async function untilAnswered({ ledger, stack }: World): Promise<void> {
  const before = ledger.answers()
  const until = Date.now() + backWithinMs
  while (ledger.answers() === before) {
    if (Date.now() > until) throw new Error(`the stack did not come back: ${await stateOf(stack)}`)
    await pause(5)
  }
}

/** For whoever must find out why. */
async function stateOf({ url, failures, deaths, logs }: TestStack): Promise<string> {
  const readiness = await fetch(`${url}/readyz`).then(
    (answer) => answer.text(),
    (error: unknown) => String(error),
  )
  const words = ['postgres', 'auth', 'app', 'api'].map((name) => lastLines(join(logs, `${name}.log`)))
  return [readiness, `given up: ${failures.join()}`, `deaths: ${deaths.slice(-10).join()}`, ...words].join(
    '\n',
  )
}

/** Waits until everything answers. */
export async function untilReady({ stack }: World): Promise<void> {
  const until = Date.now() + backWithinMs
  while (!(await fetch(`${stack.url}/readyz`).catch(() => undefined))?.ok) {
    if (Date.now() > until) throw new Error(`the stack did not come back: ${await stateOf(stack)}`)
    await pause(20)
  }
}

/** A session, or one of those that write and tidy up in the background: PostgreSQL ends all when one is killed. */
/**
 * A process of the server that works: a connection, the checkpointer, the writers. Not the one that recovers after
 * another was killed: PostgreSQL 18 then waits for it for ever.
 */
async function anyWorkerOf(pid: number | undefined, chance: Chance): Promise<number | undefined> {
  if (pid === undefined) return undefined
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  const children = text.split(' ').map(Number).filter(Boolean)
  const titles = await Promise.all(
    children.map((child) => readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => '')),
  )
  const workers = children.filter((_, index) =>
    /^postgres: (.*127\.0\.0\.1|checkpointer|background writer|walwriter)/.test(titles[index]!),
  )
  return workers.length === 0 ? undefined : chance.pick(workers)
}

function end(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL')
  } catch {
    return false
  }
}
