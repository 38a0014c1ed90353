import { expect, test } from 'vitest'
import { assertions, numbersIn, printAssertions, testsOfAssertions } from './security-assertions.ts'

const known = Object.values(assertions).flatMap((section) => Object.keys(section))

test('every assertion and regression is listed once, in order', () => {
  const three = (count: number) => String(count).padStart(3, '0')
  const numbered = (prefix: string, count: number, spell: (count: number) => string = String) =>
    Array.from({ length: count }, (_, index) => prefix + spell(index + 1))
  expect(known).toEqual([...numbered('SEC-', 126, three), ...numbered('REG-A', 20), ...numbered('REG-B', 15)])
})

test('the name of a test begins with the numbers it shows', () => {
  const quote = "'"
  const source = `test(${quote}SEC-019 SEC-021 REG-A5: x', …); ['SEC-077: y']; test(\`REG-B1: z\`); 'see SEC-001: no'`
  expect(numbersIn(source)).toEqual(['SEC-019', 'SEC-021', 'REG-A5', 'SEC-077', 'REG-B1'])
})

test('no test names a number that is not listed', () => {
  const unknown = [...testsOfAssertions()].filter(([number]) => !known.includes(number))
  expect(unknown).toEqual([])
})

test('what has no test says so', () => {
  const page = printAssertions('notice')
  const rows = page.split('\n').filter((line) => /^\| (SEC|REG)-/.test(line))
  expect(rows).toHaveLength(161)
  const tests = testsOfAssertions()
  for (const row of rows) {
    const number = row.split(' ')[1]!
    expect(row.endsWith('| not yet |'), number).toBe(!tests.has(number))
  }
})
