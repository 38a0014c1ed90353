/** What must hold once everything is back: nothing lost, nothing doubled, and all agree. */
import { isDeepStrictEqual } from 'node:util'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import type { TerminalUser } from '../stack.ts'
import { alsoSignedIn } from '../stack.ts'
import { openDevice } from './devices.ts'
import type { Device } from './devices.ts'
import type { Write } from './ledger.ts'
import { syncSignedIn } from './sync-signed-in.ts'
import type { World } from './world.ts'

export interface Findings {
  /** What does not hold, in words. */
  readonly problems: readonly string[]
  /** Writes that nobody was told of and that are there all the same: they were killed between commit and answer. */
  readonly happenedUntold: number
}

export async function check(world: World, devices: readonly Device[]): Promise<Findings> {
  const { ledger, user, client } = world
  for (const device of devices) await device.settle()
  await syncSignedIn(world)
  // A timer that runs looks different each second.
  await user.goalixa(['stop'])
  const state = await user.json<{ pending: number; refused: unknown[] }>('sync')
  for (const device of devices) await device.settle()

  const server = await entriesAtServer(world)
  const found = [...ledger.problems, ...countProblems(ledger.writes(), server)]
  if (state.pending > 0 || state.refused.length > 0) found.push(`after a sync: ${JSON.stringify(state)}`)
  for (const device of devices) {
    found.push(...differences(device.name, await device.entries(), server))
    if ((await device.refused()) > 0) found.push(`${device.name}: the server refused operations`)
  }
  const other = await alsoSignedIn(world.stack.url, user)
  const fresh = await openDevice(world, 'a new device')
  await fresh.settle()
  found.push(
    ...differences('the terminal', await entriesAt(user), server),
    ...differences('a new terminal', await entriesAt(other), server),
    ...differences(fresh.name, await fresh.entries(), server),
  )
  await fresh.close()
  await other.leave()

  const days = { from: '2026-01-01', to: '2026-11-01', zone: 'UTC', by: 'day' } as const
  const report = await client.reports.summary({ query: days })
  const flags = Object.entries(days).flatMap(([name, value]) => [`--${name}`, value])
  const here = await user.json<typeof report>('report', ...flags)
  if (!isDeepStrictEqual({ ...here, asOf: '' }, { ...report, asOf: '' }))
    found.push(`the report of the terminal says ${JSON.stringify(here.totals)}`)
  const seconds = expectedSeconds(ledger.writes(), server)
  if (report.totals.attributedSeconds !== seconds)
    found.push(`the report says ${report.totals.attributedSeconds} s, the writes ${seconds} s`)
  const there = new Set(server.map(({ description }) => description))
  const happenedUntold = ledger
    .writes()
    .filter(({ state, description }) => state === 'given up' && there.has(description)).length
  return { problems: found, happenedUntold }
}

/** Each write once, those that nobody was told of at most once, and nothing that nobody wrote. */
function countProblems(writes: readonly Write[], entries: readonly TimeEntry[]): string[] {
  const counts = new Map<string, number>()
  for (const { description } of entries) counts.set(description, (counts.get(description) ?? 0) + 1)
  const problems = writes.flatMap(({ names, state, description }) => {
    const count = names.reduce((sum, name) => sum + (counts.get(name) ?? 0), 0)
    for (const name of names) counts.delete(name)
    const isGood = count === 1 || (count === 0 && state === 'given up')
    return isGood ? [] : [`${description}: ${state}, and there ${count} times`]
  })
  const strangers = [...counts.keys()].map((description) => `${description}: nobody wrote that`)
  const running = entries.filter(({ end }) => end === null).length
  return [...problems, ...strangers, ...(running > 0 ? [`${running} timers run after a stop`] : [])]
}

/** What the entries that are there must add up to, timers left out. */
function expectedSeconds(writes: readonly Write[], entries: readonly TimeEntry[]): number {
  const there = new Set(entries.map(({ description }) => description))
  return writes
    .filter(({ names }) => names.some((name) => there.has(name)))
    .reduce((sum, { seconds = 0 }) => sum + seconds, 0)
}

async function entriesAtServer({ client }: World): Promise<TimeEntry[]> {
  const text = await (await client.exports.get({ params: { format: 'json' } })).text()
  return (JSON.parse(text) as { timeEntries: TimeEntry[] }).timeEntries
}

async function entriesAt(user: TerminalUser): Promise<TimeEntry[]> {
  return (await user.json<{ timeEntries: TimeEntry[] }>('export', 'json')).timeEntries
}

/** The first entries that are not the same, or missing on one side. */
function differences(who: string, entries: readonly TimeEntry[], server: readonly TimeEntry[]): string[] {
  const there = new Map(server.map((entry) => [entry.id, entry]))
  const wrong = entries.filter((entry) => !isDeepStrictEqual(entry, there.get(entry.id)))
  const lines = wrong
    .slice(0, 3)
    .map((entry) => `${who} has ${JSON.stringify(entry)}, the server ${JSON.stringify(there.get(entry.id))}`)
  if (entries.length !== server.length)
    lines.push(`${who} has ${entries.length} entries, the server ${server.length}`)
  return lines
}
