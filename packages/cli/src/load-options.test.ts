import { expect, it } from 'vitest'
import { commandFile } from './load-options.ts'

const files = new Set([
  'status.ts',
  'log.ts',
  'schema.ts',
  'task/add.ts',
  'auth/token/list.ts',
  'auth/status.ts',
])

it.each([
  [['status'], 'status.ts'],
  [['status', '--json'], 'status.ts'],
  [['log', 'status', 'meeting'], 'log.ts'],
  [['task', 'add', 'log'], 'task/add.ts'],
  [['auth', 'token', 'list'], 'auth/token/list.ts'],
  [['auth', 'status'], 'auth/status.ts'],
  [['auth'], undefined],
  [['now'], undefined],
  [['--help'], undefined],
  [['../status'], undefined],
  [['task', '--help', 'add'], undefined],
  [['schema', 'status'], undefined],
  [[], undefined],
])('%j needs %s', (argv, file) => {
  expect(commandFile(argv, (path) => files.has(path))).toBe(file)
})
