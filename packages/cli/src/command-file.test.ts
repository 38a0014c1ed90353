import { expect, it } from 'vitest'
import { commandFile } from './command-file.ts'

const files = new Set(['status', 'log', 'schema', 'task/add', 'auth/token/list', 'auth/status'])
const find = (argv: readonly string[]) => commandFile(argv, (file) => files.has(file))

it.each([
  [['status'], 'status', []],
  [['status', '--json'], 'status', ['--json']],
  [['log', 'status', 'meeting'], 'log', ['status', 'meeting']],
  [['log', '--', '--help'], 'log', ['--', '--help']],
  [['task', 'add', 'log'], 'task/add', ['log']],
  [['auth', 'token', 'list'], 'auth/token/list', []],
  [['auth', 'status'], 'auth/status', []],
])('%j is %s', (argv, file, rest) => {
  expect(find(argv)).toEqual({ file, id: file.replaceAll('/', ':'), argv: rest })
})

it.each([
  [['auth']],
  [['now']],
  [['--help']],
  [['../status']],
  [['task', '--help', 'add']],
  [['log', 'text', '-h']],
  [['schema', 'status']],
  [[]],
])('%j is left to oclif', (argv) => {
  expect(find(argv)).toBeUndefined()
})
