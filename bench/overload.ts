/**
 * The gateway as a process, in front of a service that can do 100 requests a second, asked for five times as many by a
 * third process: how much of the service's peak still comes through, and how long those who are let in wait.
 */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { accessToken } from '@goalixa/api/testing/gateway'
import { startGatewayProcess } from '@goalixa/api/testing/gateway-process'
import { limitedBackend } from '@goalixa/api/testing/limited-backend'
import { figureOf, percentile } from './measure.ts'
import type { Answers, Pace } from './overload/load.ts'
import type { BenchResult } from './result.ts'

/** Little enough that neither the gateway nor the load is what ends first: the service is. */
const atOnce = 10
const workMs = 100
const capacity = (atOnce * 1000) / workMs
const seconds = 6
const rounds = 3
const run = promisify(execFile)
const script = fileURLToPath(new URL('overload/load.ts', import.meta.url))

async function load(pace: Pace): Promise<Answers> {
  const { stdout } = await run(process.execPath, [script, JSON.stringify(pace)])
  return JSON.parse(stdout) as Answers
}

export async function benchOverload(): Promise<BenchResult> {
  const gateway = await startGatewayProcess()
  gateway.app.answer(limitedBackend(atOnce, workMs).listener)
  try {
    const pace = { port: gateway.port, authorization: `Bearer ${accessToken()}`, seconds }
    await load({ ...pace, perSecond: capacity / 2, seconds: 2 })
    const goodput = ({ inTime, seconds: lasted }: Answers) => inTime / lasted
    const peaks: number[] = []
    const storms: Answers[] = []
    for (let round = 0; round < rounds; round++) {
      // The peak: a little less than it can do, and just as much; whichever comes through better.
      for (const share of [0.9, 1]) peaks.push(goodput(await load({ ...pace, perSecond: capacity * share })))
      storms.push(await load({ ...pace, perSecond: capacity * 5 }))
    }
    const peak = Math.max(...peaks)
    const middle = (of: (answers: Answers) => number) => percentile(storms.map(of), 0.5)
    const failed = storms.reduce((sum, answers) => sum + answers.failed, 0)
    return {
      figures: {
        'p99 of what is let in, at 5 times capacity': figureOf(storms.map((answers) => answers.admittedP99)),
        'p99 of a refusal': figureOf(storms.map((answers) => answers.refusedP99)),
      },
      targets: [
        { what: 'peak', seen: peak, unit: 'per second' },
        { what: 'asked for', seen: middle((one) => one.offered / one.seconds), unit: 'per second' },
        { what: 'goodput at 5 times capacity', seen: middle(goodput), unit: 'per second' },
        { what: 'goodput to the peak', seen: middle(goodput) / peak, atLeast: 0.8, unit: 'times' },
        // At first 200 are let in at once, which is two seconds of work; then the limit follows what the service can do.
        { what: 'p99 of what is let in', seen: middle((one) => one.admittedP99), atMost: 2_500, unit: 'ms' },
        { what: 'neither answered nor refused in order', seen: failed, atMost: 0, unit: 'times' },
      ],
    }
  } finally {
    await gateway.stop()
  }
}
