// Runs a script of the workspace on the Node that the workspace pins, installing what is missing first.
// Plain JavaScript, because it must run on whatever Node the machine has.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const pinned = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

const commands = {
  start: [['tools/start.ts']],
  test: [['node_modules/vitest/vitest.mjs', 'run']],
  'test:watch': [['node_modules/vitest/vitest.mjs']],
  fuzz: [
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      'packages/replica/src/fleet.test.ts',
      'packages/domain/src/report-histories.test.ts',
      'packages/cli/src/report-histories.db.test.ts',
    ],
    {
      FLEET_SEEDS: process.env.FLEET_SEEDS ?? '100000',
      REPORT_HISTORIES: process.env.REPORT_HISTORIES ?? '10000',
      REPORT_DB_HISTORIES: process.env.REPORT_DB_HISTORIES ?? '10000',
    },
  ],
  chaos: [
    ['node_modules/vitest/vitest.mjs', 'run', 'e2e/kill.test.ts', 'packages/ops/src/killed-rollouts.test.ts'],
    { CHAOS_ROUNDS: process.env.CHAOS_ROUNDS ?? '5000', OPS_KILL_EVERY: '1' },
  ],
  soak: [['tools/soak.ts']],
  check: [['tools/check.ts']],
  fix: [['tools/check.ts', '--fix']],
  gen: [['tools/generate.ts']],
  build: [['tools/build.ts']],
  package: [['tools/package.ts']],
  bench: [['bench/run.ts']],
  screenshots: [['tools/screenshots.ts']],
  where: [['tools/where.ts']],
}

/** npm writes what it installed to a hidden lock file: older than the real one means something is missing. */
function isInstalled() {
  const installed = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(installed) || !existsSync(pinned)) return false
  const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages
  const present = packagesOf(installed)
  return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(
    ([path, { version, optional, link }]) =>
      path === '' ||
      !path.startsWith('node_modules/') ||
      link ||
      optional ||
      present[path]?.version === version,
  )
}

function install() {
  console.error('Installing what is missing (npm install) …')
  // Not `npm ci`: it fails where a registry lacks an optional package for some other platform. The lock file still
  // decides every version, and --no-save keeps it as it is.
  const { status } = spawnSync(
    'npm',
    ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    },
  )
  if (status !== 0) process.exit(status ?? 1)
}

const [name = '', ...args] = process.argv.slice(2)
const [script, environment] = commands[name] ?? []
if (script === undefined) {
  console.error(`There is no script ${name}. Scripts: ${Object.keys(commands).join(', ')}`)
  process.exit(2)
}
if (!isInstalled()) install()

const child = spawn(pinned, [...script, ...args], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, ...environment },
})
// Ctrl-C reaches the child by itself; a signal sent to this process alone must be passed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
// npm itself may be killed: then nobody is left to stop what runs here.
const parent = process.ppid
setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 500).unref()
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))
