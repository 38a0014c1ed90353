/** `npm run soak [-- PATH …]`: the tests that have a long form, in it. Those whose path contains one of the words, or all. */
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'

const words = process.argv.slice(2)
const files = globSync(['packages/*/src/**/*.test.ts', 'e2e/**/*.test.ts', 'tools/**/*.test.ts'])
  .filter((path) => readFileSync(path, 'utf8').includes("process.env['SOAK']"))
  .filter((path) => words.length === 0 || words.some((word) => path.includes(word)))
if (files.length === 0) {
  console.error('No test with a long form has such a path.')
  process.exit(2)
}
const { status } = spawnSync(
  process.execPath,
  // One after the other: what they measure and stress is the machine.
  ['node_modules/vitest/vitest.mjs', 'run', '--no-file-parallelism', ...files],
  { stdio: 'inherit', env: { ...process.env, SOAK: '1' } },
)
process.exit(status ?? 1)
