/** The whole stack on data of its own, for as long as a benchmark needs it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@goalixa/service-kit/free-port'
import type { Stack } from '../tools/stack/stack.ts'
import { startStack } from '../tools/stack/stack.ts'

/** `settings`: of the services, over those that `npm start` gives. */
export async function withStack<Result>(
  work: (stack: Stack) => Promise<Result>,
  settings: Readonly<Record<string, string>> = {},
): Promise<Result> {
  const data = await mkdtemp(join(tmpdir(), 'goalixa-bench-'))
  const stack = await startStack({
    data,
    host: '127.0.0.1',
    port: await freePort(),
    logLevel: 'warn',
    // One person asks more here than anybody does.
    settings: { RATE_LIMIT_REQUESTS: '1000000/60', ...settings },
    onFailure: (part) => {
      throw new Error(`${part} stopped`)
    },
  })
  try {
    return await work(stack)
  } finally {
    await stack.stop()
    await rm(data, { recursive: true, force: true })
  }
}
