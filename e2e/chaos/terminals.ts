/** The command `goalixa` as real processes: all of one person share a store, and some are killed while they work. */
import type { Chance } from '@goalixa/replica/testing/random'
import type { Write } from './ledger.ts'
import type { World } from './world.ts'
import { pause } from './world.ts'

/** Short: what is not sent by then goes out with a later command. */
const env = { GOALIXA_SYNC_DEADLINE_MS: '400' }

interface Command {
  readonly write: Write
  readonly args: readonly string[]
}

/** Mostly an entry that is over, at times a timer. */
function nextCommand({ ledger }: World, name: string, chance: Chance): Command {
  if (chance.percent(20)) {
    const write = ledger.begin(name)
    return { write, args: ['start', write.description, '--json'] }
  }
  const { start, end, seconds } = ledger.slot()
  const write = ledger.begin(name, seconds)
  return { write, args: ['log', '--from', start, '--to', end, write.description, '--yes', '--json'] }
}

/** Commands one after the other until the load ends; each must succeed, whatever is dead. */
export async function runTerminal(world: World, name: string): Promise<void> {
  const { ledger, user } = world
  const chance = world.chance(name)
  while (world.isLoaded()) {
    const { write, args } = nextCommand(world, name, chance)
    const { code, stdout, stderr } = await user.goalixa(args, { env })
    if (code === 0) ledger.acknowledge(write)
    else {
      ledger.giveUp(write)
      ledger.problems.push(`goalixa ${args.join(' ')} ended with ${code}: ${stdout}${stderr}`)
    }
    await pause(200 + chance.int(400))
  }
}

/** Starts commands and kills each at some moment of its life. */
export function createCommandKiller(world: World, name: string) {
  const { ledger, user } = world
  const chance = world.chance(name)
  let lifeMs = 800
  return {
    /** @returns whether the command was still at work when it was killed */
    async kill(): Promise<boolean> {
      const { write, args } = nextCommand(world, name, chance)
      // The first third of its life Node starts; the write comes after that, the exchange with the server last.
      const afterMs = Math.round(lifeMs * (0.3 + chance.int(80) / 100))
      const began = performance.now()
      const { code, stdout } = await user.goalixa(args, { env, killAfterMs: afterMs })
      const wasKilled = code === null
      // Machines are busy to different degrees: what a life is must be learned.
      if (wasKilled) lifeMs *= 1.02
      else lifeMs = (lifeMs + performance.now() - began) / 2
      // Whoever saw the whole answer was told that it is done.
      if (code === 0 || isAnswer(stdout)) ledger.acknowledge(write)
      else ledger.giveUp(write)
      return wasKilled
    },
  }
}

/** A whole document that is not an error. */
function isAnswer(text: string): boolean {
  try {
    return 'id' in (JSON.parse(text) as object)
  } catch {
    return false
  }
}
