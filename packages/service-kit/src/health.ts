/** Health: `/healthz` says the process lives, `/readyz` says whether it can serve and what is missing. */
import { setTimeout as pause } from 'node:timers/promises'
import type { RequestHandler } from 'express'
import type { LoopLag } from './loop-lag.ts'

/** What a service needs, by name; each check throws when its part is missing. */
export type ReadinessChecks = Readonly<Record<string, () => Promise<void>>>

/** Somebody who is late for longer than this, all the time, serves nobody: better to start anew. */
const stuckAfterMs = 2_000

/** 200 `{status: "ok"}`, or 503 `{status: "stuck"}` when every turn of the event loop takes seconds. */
export const alive =
  (loop: LoopLag): RequestHandler =>
  (_request, response) => {
    const isStuck = loop.leastMs() > stuckAfterMs
    response
      .status(isStuck ? 503 : 200)
      .set('Cache-Control', 'no-store')
      .json({ status: isStuck ? 'stuck' : 'ok' })
  }

/** 200 `{status: "ready", checks}` or 503 `{status: "not ready", checks}`; a check is `ok` or `missing`. */
export function readiness(checks: ReadinessChecks, isDraining: () => boolean): RequestHandler {
  return async (_request, response) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        const ok = await check().then(
          () => true,
          () => false,
        )
        return [name, ok ? 'ok' : 'missing'] as const
      }),
    )
    const draining = isDraining()
    const ready = !draining && results.every(([, state]) => state === 'ok')
    response
      .status(ready ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({
        status: ready ? 'ready' : 'not ready',
        ...(draining ? { draining } : {}),
        checks: Object.fromEntries(results),
      })
  }
}

const askEveryMs = 50

/** Settles when every check passes once, or `isOver`. */
export async function untilReady(checks: ReadinessChecks, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const results = await Promise.allSettled(Object.values(checks).map((check) => check()))
    if (results.every(({ status }) => status === 'fulfilled')) return
    await pause(askEveryMs, undefined, { ref: false })
  }
}
