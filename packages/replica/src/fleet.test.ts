/** Many devices, everything that goes wrong, and what must hold after all. See `testing/fleet.ts`. */
/* oxlint-disable node/no-process-env -- how many seeds are run is chosen from outside */
import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { openIndexedDbStorage } from './indexeddb-storage.ts'
import { openSqliteStorage } from './sqlite-storage.ts'
import type { ReplicaStorage } from './storage.ts'
import type { FleetOptions } from './testing/fleet.ts'
import { runFleet } from './testing/fleet.ts'

const firstSeed = Number(process.env['FLEET_FIRST_SEED'] ?? 1)
const seeds = Number(process.env['FLEET_SEEDS'] ?? 2000)

/** Runs seeds until one fails, and says how to see it again. */
async function runSeeds(
  first: number,
  count: number,
  options: Omit<FleetOptions, 'seed'> = {},
): Promise<void> {
  for (let seed = first; seed < first + count; seed++) {
    try {
      await runFleet({ ...options, seed })
    } catch (error) {
      const replay = `FLEET_FIRST_SEED=${seed} FLEET_SEEDS=1 npx vitest run packages/replica/src/fleet.test.ts`
      throw new Error(`seed ${seed}: ${(error as Error).message}\nto see it again: ${replay}`, {
        cause: error,
      })
    }
  }
}

test(
  `${seeds} seeds from ${firstSeed}: devices and server agree, nothing is lost or doubled`,
  { timeout: 60_000 + seeds * 50 },
  () => runSeeds(firstSeed, seeds),
)

let stores = 0
const realStores: [string, () => Promise<ReplicaStorage>][] = [
  ['SQLite', async () => openSqliteStorage({ path: ':memory:' })],
  ['IndexedDB', () => openIndexedDbStorage({ userId: `fleet ${++stores}` })],
]
/** A slice of them: what holds in memory holds in real stores. */
test.each(realStores)('the same on %s', { timeout: 60_000 + seeds * 50 }, (_name, newStorage) =>
  runSeeds(firstSeed, Math.ceil(seeds / 50), { newStorage }),
)

/** Seeds from 1 until one fails. */
async function seedsUntilFailure(bug: Omit<FleetOptions, 'seed'>, atMost: number): Promise<number> {
  for (let seed = 1; seed <= atMost; seed++) {
    try {
      await runFleet({ ...bug, seed })
    } catch {
      return seed
    }
  }
  return Infinity
}

test.each<[string, Omit<FleetOptions, 'seed'>]>([
  ['a server that does not compare what comes again', { serverBugs: { noFingerprint: true } }],
  ['a server where what arrives last wins', { serverBugs: { arrivalOrder: true } }],
  ['a device whose cursor moves before its rows are stored', { cursorBeforeRows: true }],
])('the simulation finds %s', async (_what, bug) => {
  expect(await seedsUntilFailure(bug, 300)).toBeLessThanOrEqual(300)
})
