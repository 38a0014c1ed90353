/** `npm run bench [-- NAME …]`: measures, prints, and writes `bench/results/NAME.json`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { benchAuth } from './auth.ts'
import { benchCli } from './cli.ts'
import { benchEvents } from './events.ts'
import { benchGateway } from './gateway.ts'
import { benchImport } from './import.ts'
import { benchOps } from './ops.ts'
import { benchOverload } from './overload.ts'
import { benchReports } from './reports.ts'
import type { BenchResult } from './result.ts'
import { benchStart } from './start.ts'
import { benchSync } from './sync.ts'
import { benchWatch } from './watch.ts'
import { benchWeb } from './web.ts'

const suites: Record<string, () => Promise<BenchResult>> = {
  start: benchStart,
  import: benchImport,
  reports: benchReports,
  events: benchEvents,
  watch: benchWatch,
  cli: benchCli,
  sync: benchSync,
  auth: benchAuth,
  gateway: benchGateway,
  overload: benchOverload,
  ops: benchOps,
  web: benchWeb,
}

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(suites)
const unknown = wanted.find((name) => !Object.hasOwn(suites, name))
if (unknown !== undefined) {
  console.error(`There is no benchmark ${unknown}.\ntry: ${Object.keys(suites).join(', ')}`)
  process.exit(2)
}

const results = new URL('results/', import.meta.url)
mkdirSync(results, { recursive: true })
for (const name of wanted) {
  const result = await suites[name]!()
  const machine = { cores: cpus().length, cpu: cpus()[0]?.model ?? 'unknown', node: process.version }
  writeFileSync(new URL(`${name}.json`, results), `${JSON.stringify({ machine, ...result }, null, 2)}\n`)
  console.log(`\n${name}`)
  for (const [what, { min, median, max, runs }] of Object.entries(result.figures)) {
    console.log(`  ${what.padEnd(38)} median ${median} ms   (${min} to ${max}, ${runs} runs)`)
  }
  for (const { what, seen, atMost, atLeast, unit } of result.targets) {
    console.log(`  ${what}: ${seen.toFixed(2)} ${unit}${verdictOf(seen, atMost, atLeast)}`)
  }
}

function verdictOf(seen: number, atMost: number | undefined, atLeast: number | undefined): string {
  if (atMost !== undefined) return `, at most ${atMost}: ${seen <= atMost ? 'held' : 'NOT held'}`
  return atLeast === undefined ? '' : `, at least ${atLeast}: ${seen >= atLeast ? 'held' : 'NOT held'}`
}
