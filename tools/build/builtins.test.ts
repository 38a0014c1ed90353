import { expect, test } from 'vitest'
import { takeFromNode } from './builtins.ts'

const of = (module: string) => `globalThis.process.getBuiltinModule("${module}")`

test.each([
  [
    'import { readFileSync, writeFileSync as write$1 } from "node:fs";',
    `const { readFileSync, writeFileSync: write$1 } = ${of('node:fs')};`,
  ],
  ['import path from "node:path";', `const path = ${of('node:path')};`],
  ['import * as os from "node:os";', `const os = ${of('node:os')};`],
  [
    'import fs, { constants } from "node:fs/promises";',
    `const fs = ${of('node:fs/promises')}, { constants } = ${of('node:fs/promises')};`,
  ],
  ['import "node:process";', 'import "node:process";'],
  ['import { other } from "./node:fs.js";', 'import { other } from "./node:fs.js";'],
])('%s', (written, taken) => {
  expect(takeFromNode(written)).toBe(taken)
})
