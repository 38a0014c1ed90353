/** Scripts that log entries by REST: some send again what was not answered, with the same key; others give up. */
import { randomUUID } from 'node:crypto'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import type { Chance } from '@goalixa/replica/testing/random'
import type { Write } from './ledger.ts'
import type { World } from './world.ts'
import { explained, pause } from './world.ts'

/** A write that is not answered by then counts as lost; longer than the gateway waits for a service. */
const patienceMs = 10_000
const retryEveryMs = 40
/** Whoever sends again gives up at last: then the stack did not come back. */
const retryForMs = 150_000

/** Logs entries one after the other until the load ends. */
export async function runScript(
  world: World,
  name: string,
  { retries }: { retries: boolean },
): Promise<void> {
  const { ledger } = world
  const chance = world.chance(name)
  while (world.isLoaded()) {
    const { seconds, ...span } = ledger.slot()
    const write = ledger.begin(name, seconds)
    const { description } = write
    const labels = chance.percent(30) ? { labels: ['load', name] } : {}
    const entry = await send(world, retries, 'POST', '/v1/time-entries', { description, ...span, ...labels })
    if (entry === undefined) ledger.giveUp(write)
    else ledger.acknowledge(write)
    if (entry !== undefined && retries && chance.percent(30)) await rename(world, write, entry)
    await breath(chance)
  }
}

/** A second write to the same row: the new name must replace the old one. */
async function rename(world: World, write: Write, { id }: TimeEntry): Promise<void> {
  const name = world.ledger.newName(write)
  write.names = [write.description, name]
  const entry = await send(world, true, 'PATCH', `/v1/time-entries/${id}`, { description: name })
  if (entry !== undefined) world.ledger.acknowledge(write, name)
}

/** Undefined when it was not answered: it may have happened. */
async function send(
  { stack, token, ledger }: World,
  retries: boolean,
  method: string,
  path: string,
  body: { readonly description: string },
): Promise<TimeEntry | undefined> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    ...(retries ? { 'idempotency-key': randomUUID() } : {}),
  }
  const what = `${method} of ${body.description}`
  const until = Date.now() + retryForMs
  for (;;) {
    const signal = AbortSignal.timeout(patienceMs)
    const answer = await ledger.inFlight(() =>
      ask(`${stack.url}${path}`, { method, headers, body: JSON.stringify(body), signal }),
    )
    if (answer?.status === 201 || answer?.status === 200) {
      ledger.answered()
      return answer.body as TimeEntry
    }
    if (!explained(ledger, what, answer?.status, answer?.body) || !retries) return undefined
    if (Date.now() > until) {
      ledger.problems.push(`${what} was never answered`)
      return undefined
    }
    await pause(retryEveryMs)
  }
}

/** Undefined when the connection broke before the answer was whole. */
async function ask(url: string, init: RequestInit): Promise<{ status: number; body: unknown } | undefined> {
  try {
    const response = await fetch(url, init)
    return { status: response.status, body: await response.json() }
  } catch {
    return undefined
  }
}

/** Between two writes: the load must leave the machine enough to start what was killed. */
export const breath = (chance: Chance): Promise<void> => pause(10 + chance.int(50))
