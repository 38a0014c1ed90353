import { expect, it } from 'vitest'
import { commandFile } from './command-file.ts'

const files = new Set([
  'status',
  'log',
  'schema',
  'task/add',
  'auth/token/list',
  'auth/status',
  'label/list',
  'entries/split',
  'entries/edit',
])
const find = (argv: readonly string[]) => commandFile(argv, (file) => files.has(file))

it.each([
  [['status'], 'status', []],
  [['status', '--json'], 'status', ['--json']],
  [['log', 'status', 'meeting'], 'log', ['status', 'meeting']],
  [['log', '--', '--help'], 'log', ['--', '--help']],
  [['task', 'add', 'log'], 'task/add', ['log']],
  [['auth', 'token', 'list'], 'auth/token/list', []],
  [['auth', 'status'], 'auth/status', []],
  [['split', '@1', '10:30'], 'entries/split', ['@1', '10:30']],
  [['note', '@1', 'text'], 'entries/edit', ['@1', 'text']],
  [['label', '@1', '+deep'], 'entries/edit', ['@1', '+deep']],
  [['label', '3F2A9', '+deep'], 'entries/edit', ['3F2A9', '+deep']],
  [['label', 'list'], 'label/list', []],
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
  [['split', '--help']],
  [['label']],
  [['label', 'lst']],
  [['label', '--json']],
  [['join', '@1']],
  [['constructor']],
  [[]],
])('%j is left to oclif', (argv) => {
  expect(find(argv)).toBeUndefined()
})
