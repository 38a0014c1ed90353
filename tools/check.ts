/** `npm run check`: types, lint, format, unused code, generated documents. `npm run fix` mends what a machine can. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './features.ts'
import { generatedDocuments } from './generated.ts'

const isFixing = process.argv.includes('--fix')
const bin = (name: string) => join(root, 'node_modules', '.bin', name)

const tools: [what: string, command: string, args: string[]][] = isFixing
  ? [
      ['lint', bin('oxlint'), ['--fix']],
      ['format', bin('oxfmt'), []],
      ['documents', process.execPath, ['tools/generate.ts']],
    ]
  : [
      ['types', bin('tsc'), ['--noEmit']],
      ['types of the app', bin('tsc'), ['-p', 'packages/pwa']],
      ['lint', bin('oxlint'), []],
      ['format', bin('oxfmt'), ['--check']],
      ['unused code', bin('knip'), []],
    ]

let failed = 0
for (const [what, command, args] of tools) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' })
  report(what, status === 0)
}
if (!isFixing) {
  const stale = [...(await generatedDocuments())].filter(
    ([path, text]) => readIfThere(join(root, path)) !== text,
  )
  for (const [path] of stale) console.error(`${path} is not what the code prints.\ntry: npm run gen`)
  report('generated documents', stale.length === 0)
}
process.exitCode = failed > 0 ? 1 : 0

function report(what: string, good: boolean): void {
  console.log(`${good ? 'ok' : 'FAILED'}  ${what}`)
  if (!good) failed++
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}
