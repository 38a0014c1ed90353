/** Health: `/healthz` says the process lives, `/readyz` says whether it can serve and what is missing. */
import type { RequestHandler } from 'express'

/** What a service needs, by name; each check throws when its part is missing. */
export type ReadinessChecks = Readonly<Record<string, () => Promise<void>>>

export const alive: RequestHandler = (_request, response) => {
  response.set('Cache-Control', 'no-store').json({ status: 'ok' })
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
