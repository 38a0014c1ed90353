/** The file of the gates. */
import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { readGateRules } from './gate-rules.ts'

const pem = (curve = 'P-256') =>
  generateKeyPairSync('ec', { namedCurve: curve }).publicKey.export({ type: 'spki', format: 'pem' })
const indented = (text: string) => text.trim().replaceAll('\n', '\n      ')

test('gives a limit, exemptions and keys; an empty one the usual limit', () => {
  expect(readGateRules('', 'gates.yaml')).toEqual({ severity: 'High', allow: [], keys: [] })
  const rules = readGateRules(
    `severity: critical
allow:
  - { cve: CVE-2026-1, until: 2026-12-31, reason: not reachable }
keys:
  - |
      ${indented(pem())}
`,
    'gates.yaml',
  )
  expect(rules).toMatchObject({
    severity: 'Critical',
    allow: [{ cve: 'CVE-2026-1', until: '2026-12-31', reason: 'not reachable' }],
  })
  expect(rules.keys).toHaveLength(1)
})

test('that is wrong is told field by field', () => {
  const read = (text: string) => {
    try {
      return readGateRules(text, 'gates.yaml')
    } catch (error) {
      return (error as { fields?: readonly { path: string }[] }).fields?.map(({ path }) => path)
    }
  }
  expect(read('severity: bad\nallow: [{ cve: CVE-1, until: tomorrow, reason: "" }]\nsevrity: high')).toEqual([
    'severity',
    'allow.0.until',
    'allow.0.reason',
    '',
  ])
  expect(read(`keys: [no key]`)).toEqual(['keys.0'])
  expect(read(`keys:\n  - |\n      ${indented(pem('P-384'))}`)).toEqual(['keys.0'])
  const secret = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  })
  expect(read(`keys:\n  - |\n      ${indented(secret)}`)).toEqual(['keys.0'])
  expect(() => readGateRules('a: [', 'gates.yaml')).toThrow(/no YAML/)
})
