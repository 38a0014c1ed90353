/**
 * Asks at an even pace, whether or not answers come: `node load.ts '{"port":…,"authorization":…,"perSecond":…,"seconds":…}'`
 * prints what it saw. A question that finds no free connection opens one.
 */
import { Agent, request } from 'node:http'

export interface Pace {
  readonly port: number
  readonly authorization: string
  readonly perSecond: number
  readonly seconds: number
}

/** Milliseconds; `admitted`: those that were answered with 200; `inTime`: those of them until the last was asked. */
export interface Answers {
  readonly offered: number
  readonly admitted: number
  readonly inTime: number
  readonly admittedP99: number
  readonly refused: number
  readonly refusedP99: number
  /** Neither, or a refusal that does not say when to come back. */
  readonly failed: number
  readonly seconds: number
}

const everyMs = 5

async function run({ port, authorization, perSecond, seconds }: Pace): Promise<Answers> {
  const agent = new Agent({ keepAlive: true, maxSockets: 2_000 })
  const admitted: number[] = []
  const refused: number[] = []
  let failed = 0
  let asked = 0
  const ask = () =>
    new Promise<void>((resolve) => {
      const began = performance.now()
      const fail = () => {
        failed += 1
        resolve()
      }
      request(
        { host: '127.0.0.1', port, path: `/v1/timer?q=${asked}`, agent, headers: { authorization } },
        (response) => {
          response.resume()
          response.once('end', () => {
            const took = performance.now() - began
            if (response.statusCode === 200) admitted.push(took)
            else if (response.statusCode === 503 && response.headers['retry-after'] !== undefined)
              refused.push(took)
            else failed += 1
            resolve()
          })
          response.once('error', fail)
        },
      )
        .once('error', fail)
        .end()
    })
  const began = performance.now()
  const open: Promise<void>[] = []
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const passed = performance.now() - began
      if (passed >= seconds * 1000) {
        clearInterval(timer)
        return resolve()
      }
      for (const due = (passed / 1000) * perSecond; asked < due; asked++) open.push(ask())
    }, everyMs)
  })
  const lasted = (performance.now() - began) / 1000
  const inTime = admitted.length
  await Promise.all(open)
  agent.destroy()
  const p99 = (times: number[]) => times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.99) - 1] ?? 0
  return {
    offered: asked,
    admitted: admitted.length,
    inTime,
    admittedP99: p99(admitted),
    refused: refused.length,
    refusedP99: p99(refused),
    failed,
    seconds: lasted,
  }
}

if (import.meta.main) process.stdout.write(JSON.stringify(await run(JSON.parse(process.argv[2]!) as Pace)))
