/** One syncer per store at a time: a row that says who, and until when, so that a crash blocks nobody for long. */
import type { ReplicaWriter } from './storage.ts'

const leaseKey = 'lease'

interface Lease {
  readonly holder: string
  readonly untilMs: number
}

/** Takes or extends the lease; false while somebody else has it. */
export async function takeLease(
  writer: ReplicaWriter,
  holder: string,
  nowMs: number,
  leaseMs: number,
): Promise<boolean> {
  const lease = ((await writer.meta(leaseKey)) ?? undefined) as Lease | undefined
  // A lease that ends later than any that is given now is of a clock that has gone back.
  const isHeld = lease !== undefined && lease.untilMs > nowMs && lease.untilMs <= nowMs + leaseMs
  if (isHeld && lease.holder !== holder) return false
  await writer.setMeta(leaseKey, { holder, untilMs: nowMs + leaseMs })
  return true
}

export async function releaseLease(writer: ReplicaWriter, holder: string): Promise<void> {
  const lease = (await writer.meta(leaseKey)) as Lease | null | undefined
  if (lease?.holder === holder) await writer.setMeta(leaseKey, null)
}
