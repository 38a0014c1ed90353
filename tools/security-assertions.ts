/** What the security of Goalixa asserts, and which tests show it: `docs/security-assertions.md` is printed from here. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const testFiles = ['packages/*/src/**/*.test.ts', 'e2e/**/*.test.ts', 'tools/**/*.test.ts']

/** Section, number, what must hold. */
export const assertions = JSON.parse(
  readFileSync(new URL('security-assertions.json', import.meta.url), 'utf8'),
) as Record<string, Record<string, string>>

/** The name of a test begins with the numbers that it shows: `'SEC-019 SEC-021: …'`; a table of tests may hold them alone. */
const namePattern = /['"`]((?:(?:SEC-\d{3}|REG-[AB]\d+)[ ,]*)+)(?::|['"`])/g

/** The numbers that names of tests in a source begin with. */
export const numbersIn = (source: string): string[] =>
  [...source.matchAll(namePattern)].flatMap(([, numbers]) => numbers!.split(/[ ,]+/).filter(Boolean))

/** Number, and the files with tests of it. */
export function testsOfAssertions(): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const path of globSync(testFiles, { cwd: root }).toSorted()) {
    for (const number of new Set(numbersIn(readFileSync(join(root, path), 'utf8')))) {
      found.set(number, [...(found.get(number) ?? []), path])
    }
  }
  return found
}

export function printAssertions(notice: string): string {
  const tests = testsOfAssertions()
  const all = Object.values(assertions).flatMap((section) => Object.keys(section))
  const shown = (kind: string) => {
    const numbers = all.filter((number) => number.startsWith(kind))
    return `${numbers.filter((number) => tests.has(number)).length} of ${numbers.length}`
  }
  return [
    '# Security assertions',
    '',
    notice,
    '',
    'What [security](security.md) promises, one line each, and the files whose tests show it: the name of such a test',
    'begins with the number. A test may show a part only; its name says which.',
    '',
    `With a test: ${shown('SEC')} assertions, ${shown('REG')} regressions. The others say "not yet".`,
    ...Object.entries(assertions).flatMap(([section, rows]) => [
      '',
      `## ${section}`,
      '',
      '| number | holds | tests |',
      '|---|---|---|',
      ...Object.entries(rows).map(
        ([number, holds]) => `| ${number} | ${holds} | ${cell(tests.get(number))} |`,
      ),
    ]),
    '',
  ].join('\n')
}

const cell = (paths: readonly string[] | undefined): string =>
  paths === undefined ? 'not yet' : paths.map((path) => `[${nameOf(path)}](../${path})`).join(', ')

/** `packages/auth/src/google/google.http.test.ts` → `auth/google.http` */
const nameOf = (path: string): string => {
  const parts = path.split('/')
  const place = parts[0] === 'packages' ? parts[1]! : parts[0]!
  return `${place}/${parts.at(-1)!.replace(/\.test\.ts$/, '')}`
}
