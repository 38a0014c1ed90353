import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { makeLazy } from './lazy-requires.ts'

/** Runs a module in CommonJS; tells which others it has required. */
function run(code: string, modules: Record<string, unknown>) {
  const required: string[] = []
  const module = { exports: {} as Record<string, never> }
  const load = (name: string) => {
    required.push(name)
    return modules[name]
  }
  const helpers = { ['__importStar']: (loaded: unknown) => loaded }
  runInNewContext(code, { module, exports: module.exports, require: load, ...helpers })
  return { exports: module.exports as Record<string, (...given: unknown[]) => unknown>, required }
}

test('a module is required when it is first used, once', () => {
  const code = [
    'const util_1 = require("./util");',
    'var parse_1 = require("./parse");',
    'exports.Flags = __importStar(require("./flags"));',
    'exports.add = (a, b) => (0, util_1.add)(a, b);',
    'exports.parser = () => new parse_1.Parser();',
  ].join('\n')
  class Parser {
    name = 'parser'
  }
  const { exports, required } = run(makeLazy(code), {
    './util': { add: (a: number, b: number) => a + b },
    './parse': { Parser },
    './flags': { string: 'a flag' },
  })
  expect(required).toEqual([])
  expect([exports['add']!(1, 2), exports['add']!(3, 4)]).toEqual([3, 7])
  expect(required).toEqual(['./util'])
  expect(exports['parser']!()).toEqual({ name: 'parser' })
  expect(exports['Flags']).toEqual({ string: 'a flag' })
  expect(exports['Flags']).toBe(exports['Flags'])
  expect(required).toEqual(['./util', './parse', './flags'])
})
