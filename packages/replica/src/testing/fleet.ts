/**
 * Several devices of one user and a server, with everything that goes wrong between them. When all is quiet again,
 * everybody must have the same and nothing may be missing. The same seed gives the same run.
 */
import { AppError } from '@goalixa/contracts/errors'
import type { Operation, SyncRequest, SyncResponse } from '@goalixa/contracts/sync'
import type { ReplicaStorage } from '../storage.ts'
import type { SyncOptions } from '../sync.ts'
import { syncReplica } from '../sync.ts'
import { actSomehow, poison } from './fleet-actions.ts'
import type { History } from './fleet-checks.ts'
import { checkDevice, checkEnd, createHistory } from './fleet-checks.ts'
import type { Device } from './fleet-device.ts'
import { Killed, mayDie, newDevice, processOf } from './fleet-device.ts'
import type { MemoryStorage } from './memory-storage.ts'
import { createMemoryStorage } from './memory-storage.ts'
import { createChance } from './random.ts'
import type { ServerBugs } from './server-model.ts'
import { createServerModel } from './server-model.ts'

export interface FleetOptions {
  readonly seed: number
  readonly serverBugs?: ServerBugs
  readonly cursorBeforeRows?: boolean
  /** Stores to run on; those in memory can also be copied and set back. */
  readonly newStorage?: () => Promise<ReplicaStorage>
}

const day = 86_400_000
const year = 365 * day
const firstDay = Date.UTC(2026, 2, 2, 9)

/** What may happen in a run besides people, partitions and crashes: combinations of some would prove nothing. */
const calamities = [
  'none',
  'none',
  'server set back',
  'store copied',
  'store set back',
  'trash purged',
] as const

/** @throws Error that says what does not hold */
export async function runFleet({
  seed,
  serverBugs = {},
  cursorBeforeRows = false,
  newStorage,
}: FleetOptions): Promise<void> {
  const chance = createChance(seed)
  const calamity =
    newStorage === undefined
      ? chance.pick(calamities)
      : chance.pick(calamities.filter((one) => !one.startsWith('store')))
  let nowMs = firstDay
  const server = createServerModel({
    now: () => nowMs,
    newEpoch: chance.id,
    pageRows: chance.pick([2, 5, 1000]),
    operationsAtMost: chance.pick([1, 3, 500]),
    refuse: (operation) => (isPoison(operation) ? 'it is poison' : undefined),
    bugs: serverBugs,
  })
  const world = { chance, nowMs: () => nowMs, cursorBeforeRows }
  const history: History = createHistory(server)
  const skew = () =>
    chance.percent(70) ? chance.int(2000) - 1000 : chance.pick([-year, year, -3_600_000, 3_600_000, 300_000])
  const storage = async () => (newStorage === undefined ? createMemoryStorage() : newStorage())
  const devices: Device[] = []
  for (let count = 2 + chance.int(newStorage === undefined ? 5 : 2); count > 0; count--) {
    devices.push(newDevice(`device ${count}`, await storage(), skew()))
  }
  const late: SyncRequest[] = []

  const deliver = (request: SyncRequest): SyncResponse => {
    try {
      return server.exchange(request)
    } finally {
      history.note()
    }
  }
  const deliverLate = () => {
    try {
      if (late.length > 0) deliver(late.splice(chance.int(late.length), 1)[0]!)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
    }
  }
  const unreachable = () => new AppError('service.unreachable', 'no network')

  const exchangeOf =
    (device: Device, depth: number) =>
    async (request: SyncRequest): Promise<SyncResponse> => {
      mayDie(device)
      if (chance.percent(15)) late.push(request)
      if (chance.percent(8)) throw unreachable()
      if (chance.percent(4)) throw new AppError('service.unavailable', 'busy', { retryAfterSeconds: 1 })
      let answer = deliver(request)
      if (chance.percent(8)) answer = deliver(request)
      mayDie(device)
      if (depth === 0 && chance.percent(20)) await meanwhile(device)
      if (chance.percent(8)) throw unreachable()
      nowMs += chance.int(500)
      return answer
    }
  /** While an answer is on its way: people go on, and another window may sync the same store. */
  const meanwhile = async (device: Device): Promise<void> => {
    const replica = await processOf(device, world)
    if (chance.percent(50)) await actSomehow(replica, chance)
    if (chance.percent(30)) nowMs += 90_000
    if (chance.percent(50)) await quietly(syncReplica(replica, exchangeOf(device, 1), optionsOf(device, 1)))
  }
  const takesSnapshots = chance.percent(60)
  const optionsOf = (device: Device, depth: number): SyncOptions => ({
    delay: async () => undefined,
    attempts: 2,
    rowsAtOnce: chance.pick([1, 3, 500]),
    ...(takesSnapshots ? { snapshot: () => snapshotFor(device, depth) } : {}),
  })
  /** Cut now and then; people go on while it is on its way. */
  async function* snapshotFor(device: Device, depth: number) {
    mayDie(device)
    if (chance.percent(10)) throw unreachable()
    const lines = server.snapshot()
    const cutAt = chance.percent(25) ? chance.int(lines.length) : Infinity
    for (const [index, line] of lines.entries()) {
      if (index === cutAt && chance.percent(50)) return
      if (index === cutAt) throw unreachable()
      yield line
      if (chance.percent(5)) mayDie(device)
      if (depth === 0 && chance.percent(3)) await meanwhile(device)
      if (chance.percent(3)) nowMs += 40_000
    }
  }
  const sync = async (device: Device): Promise<void> => {
    const replica = await processOf(device, world)
    await quietly(syncReplica(replica, exchangeOf(device, 0), optionsOf(device, 0)))
  }

  const strike = async (): Promise<void> => {
    if (calamity === 'server set back') return setServerBack()
    if (calamity === 'trash purged') return server.purge(40 * day)
    const device = chance.pick(devices)
    if (calamity === 'store copied' && devices.length < 7) {
      devices.push(newDevice(`copy of ${device.name}`, (device.storage as MemoryStorage).copy(), skew()))
    }
    if (calamity === 'store set back')
      copies.set(device, [...(copies.get(device) ?? []), (device.storage as MemoryStorage).copy()])
    if (calamity === 'store set back' && chance.percent(40)) setStoreBack(device)
  }
  const copies = new Map<Device, MemoryStorage[]>()
  let backup = server.backup()
  const setServerBack = async () => {
    if (chance.percent(60)) {
      const seen = await Promise.all(devices.map((device) => checkDevice(device)))
      history.forget(
        Math.max(0, ...seen.filter((state) => state?.epoch === server.epoch()).map((state) => state!.cursor)),
      )
      server.restore(backup)
      // A first request knows no lineage yet: no network holds one back until the server was set back.
      late.splice(0, late.length, ...late.filter(({ epoch }) => epoch !== null))
      history.begin()
    }
    backup = server.backup()
  }
  const setStoreBack = (device: Device) => {
    device.storage = chance.pick(copies.get(device)!).copy()
    device.replica = undefined
    device.seen = undefined
    // What had not reached the server is gone with the store.
    for (const said of device.expected) if (!history.has(said)) device.expected.delete(said)
  }

  const steps = 20 + chance.int(30)
  for (let step = 0; step < steps; step++) {
    nowMs += chance.int(chance.percent(10) ? (calamity === 'trash purged' ? 50 * day : day) : 120_000)
    const device = chance.pick(devices)
    if (chance.percent(12)) device.killIn = 1 + chance.int(8)
    if (chance.percent(4)) device.skewMs = skew()
    try {
      const what = chance.int(100)
      if (what < 55) await actSomehow(await processOf(device, world), chance)
      else if (what < 85) await sync(device)
      else if (what < 90) deliverLate()
      else if (what < 95) await strike()
      else server.write('timeEntries.create', [serverEntry(chance.id(), nowMs, chance.percent(50))])
    } catch (error) {
      if (!(error instanceof Killed)) throw error
    }
    history.note()
    await checkDevice(device)
  }

  while (late.length > 0) deliverLate()
  for (let round = 0; round < 12; round++) {
    let isQuiet = true
    for (const device of devices) {
      device.killIn = undefined
      nowMs += 120_000
      const replica = await processOf(device, world)
      await syncReplica(replica, async (request) => deliver(request), { delay: async () => undefined })
      const seen = await checkDevice(device)
      isQuiet &&= seen?.cursor === server.head() && (await replica.status()).pending === 0
    }
    if (isQuiet && round > 0) break
  }
  await checkEnd({ server, devices, history, calamity })
  await Promise.all(devices.map((device) => device.storage.close()))
}

const isPoison = ({ patches }: Operation): boolean =>
  patches.some(({ regs }) => regs['description']?.v === poison)

const serverEntry = (id: string, nowMs: number, isRunning: boolean) => {
  const start = Math.floor(nowMs / 1000)
  return {
    table: 'timeEntries',
    id,
    values: {
      span: { start, end: isRunning ? null : start + 60, zone: 'UTC' },
      description: 'from a script',
    },
  }
}

/** A network that fails is no failure of the run; to be killed is told. */
async function quietly(work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (!['service.unreachable', 'service.unavailable'].includes(error.code)) throw error
  }
}
