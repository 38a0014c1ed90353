/**
 * A quota that several gateways share without asking for each request: each takes blocks of it at auth, which counts
 * for all of them, and spends them here. What an instance holds stays below a twentieth of the quota, so that two of
 * them let through a tenth too much at most.
 */
import { AppError } from '@goalixa/contracts/errors'
import type { RateLimit } from '@goalixa/contracts/rate-limits'

/** Units that auth granted of those asked for; what all instances have left; how long until there is one more. */
export interface Lease {
  readonly granted: number
  readonly remaining: number
  readonly waitSeconds: number
}

export interface Decision {
  readonly isAllowed: boolean
  readonly remaining: number
  /** Until there is more: all of it after a good answer, at least one unit after a refusal. */
  readonly resetSeconds: number
}

interface LeasedQuotaOptions {
  readonly rate: RateLimit
  readonly lease: (who: string, units: number) => Promise<Lease>
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** What one caller may still do here. */
interface Share {
  /** Taken at auth already. */
  units: number
  /** Not taken at auth yet, so that somebody who asks for little costs auth nothing. */
  credit: number
  /** Spent on credit: charged with the next lease. */
  debt: number
  wasLeased: boolean
  /** What was left at auth when it was last asked. */
  left: number
  renewedAt: number
  refusedUntil: number
  leasing: Promise<void> | undefined
}

/** Part of the quota in a block, and of what everybody has before auth is asked for the first time. */
const blockPart = 0.03
const creditPart = 0.005
/** A share that was not renewed for so long begins anew: what it holds is worth less than the quota that came back. */
const shareMs = 10_000
const mostShares = 50_000
/** Without auth each instance goes on by itself, as fast as the quota comes back, for so long; then it refuses. */
const aloneMs = 30_000

export function createLeasedQuota({ rate, lease, now }: LeasedQuotaOptions) {
  const unitMs = (rate.windowSeconds * 1000) / rate.limit
  const block = Math.max(1, Math.floor(rate.limit * blockPart))
  const firstCredit = Math.floor(rate.limit * creditPart)
  const shares = new Map<string, Share>()
  let awaySince: number | undefined
  let lastAwayAt = -Infinity

  const shareOf = (who: string): Share => {
    const found = shares.get(who)
    const at = now()
    if (found !== undefined && (at < found.renewedAt + shareMs || at < found.refusedUntil || found.leasing))
      return found
    // The oldest goes: the order of a map is that of insertion.
    shares.delete(who)
    if (shares.size >= mostShares) shares.delete(shares.keys().next().value!)
    const share: Share = {
      units: 0,
      credit: firstCredit,
      debt: 0,
      wasLeased: false,
      left: rate.limit - firstCredit,
      renewedAt: at,
      refusedUntil: 0,
      leasing: undefined,
    }
    shares.set(who, share)
    return share
  }

  const renew = async (who: string, share: Share): Promise<void> => {
    const { debt } = share
    const { granted, remaining, waitSeconds } = await lease(who, debt + block).then(
      (one) => {
        awaySince = undefined
        return one
      },
      () => alone(share, debt),
    )
    share.debt -= Math.min(debt, granted)
    share.units += Math.max(0, granted - debt)
    share.left = remaining
    share.renewedAt = now()
    share.wasLeased = true
    // Asked again only when it is worth it: whoever sends far too much must not keep auth busy.
    if (granted < debt + block)
      share.refusedUntil = now() + Math.max(waitSeconds * 1000, (block * unitMs) / 2)
  }

  const alone = (share: Share, debt: number): Lease => {
    const at = now()
    if (awaySince === undefined || at > lastAwayAt + aloneMs) awaySince = at
    lastAwayAt = at
    if (at > awaySince + aloneMs) {
      throw new AppError('service.unavailable', 'the limits cannot be checked now', { retryAfterSeconds: 1 })
    }
    // As many as came back since the last time, a block at most.
    const back = Math.min(block, Math.max(1, Math.floor((at - share.renewedAt) / unitMs)))
    return { granted: debt + back, remaining: 0, waitSeconds: 0 }
  }

  const leaseFor = (who: string, share: Share): Promise<void> =>
    (share.leasing ??= renew(who, share).finally(() => (share.leasing = undefined)))

  const held = (share: Share) => share.units + share.credit
  const spend = (share: Share): Decision => {
    if (share.units >= 1) share.units -= 1
    else {
      share.credit -= 1
      share.debt += 1
    }
    const remaining = Math.max(0, Math.min(rate.limit, share.left + held(share)))
    return {
      isAllowed: true,
      remaining,
      resetSeconds: Math.max(1, Math.ceil(((rate.limit - remaining) * unitMs) / 1000)),
    }
  }
  const refuse = (share: Share): Decision => ({
    isAllowed: false,
    remaining: 0,
    resetSeconds: Math.max(1, Math.ceil((share.refusedUntil - now()) / 1000)),
  })
  const spendAfterLease = async (who: string, share: Share): Promise<Decision> => {
    while (held(share) < 1 && now() >= share.refusedUntil) await leaseFor(who, share)
    return held(share) < 1 ? refuse(share) : spend(share)
  }

  /** Decides at once unless the caller has used up what is here. @throws AppError `service.unavailable` */
  return (who: string): Decision | Promise<Decision> => {
    const share = shareOf(who)
    if (held(share) < 1) return now() < share.refusedUntil ? refuse(share) : spendAfterLease(who, share)
    const decision = spend(share)
    const isLow = held(share) < (share.wasLeased ? block : firstCredit) / 2
    // Whoever needs it next waits for it, and hears of its failure.
    if (isLow && now() >= share.refusedUntil) leaseFor(who, share).catch(() => undefined)
    return decision
  }
}
