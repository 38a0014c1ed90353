/** What of a scan keeps an image out (section 3, gates). */
import { expect, test } from 'vitest'
import type { Vulnerability } from '../registry/harbor/artifacts.ts'
import { judgeScans } from './judge-scan.ts'

const rules = { severity: 'High', allow: [], today: '2026-11-23' } as const
const vulnerability = (id: string, severity: string, more: Partial<Vulnerability> = {}): Vulnerability => ({
  id,
  severity,
  package: 'openssl',
  version: '3.0.0',
  fixVersion: '3.0.9',
  ...more,
})
const judge = (found: readonly Vulnerability[], more: Partial<Parameters<typeof judgeScans>[1]> = {}) =>
  judgeScans([{ platform: 'linux/amd64', vulnerabilities: found }], { ...rules, ...more })

test('the limit and what is worse, worst first, each with what to do', () => {
  expect(
    judge([
      vulnerability('CVE-1', 'Medium'),
      vulnerability('CVE-2', 'High', { fixVersion: '' }),
      vulnerability('CVE-3', 'CRITICAL'),
    ]),
  ).toEqual([
    'has CVE-3 (CRITICAL, openssl 3.0.0, fixed in 3.0.9) for linux/amd64',
    'has CVE-2 (High, openssl 3.0.0, no fix yet) for linux/amd64',
  ])
})

test('a word that nobody has heard of counts as the worst, unknown as none', () => {
  expect(judge([vulnerability('CVE-1', 'Apocalyptic')], { severity: 'Critical' })).toHaveLength(1)
  expect(judge([vulnerability('CVE-1', 'Unknown'), vulnerability('CVE-2', 'None')])).toEqual([])
  expect(judge([vulnerability('CVE-1', 'Negligible')], { severity: 'Negligible' })).toHaveLength(1)
})

test('what was let through stays out of it until its last day, and no longer', () => {
  const allow = [{ cve: 'cve-1', until: '2026-11-23', reason: 'not reachable' }]
  expect(judge([vulnerability('CVE-1', 'High')], { allow })).toEqual([])
  expect(judge([vulnerability('CVE-1', 'High')], { allow, today: '2026-11-24' })).toEqual([
    'has CVE-1 (High, openssl 3.0.0, fixed in 3.0.9) for linux/amd64; it was let through until 2026-11-23',
  ])
  expect(judge([vulnerability('CVE-11', 'High')], { allow })).toHaveLength(1)
})

test('one sentence names all platforms; many are cut', () => {
  const of = (platform: string) => ({ platform, vulnerabilities: [vulnerability('CVE-1', 'High')] })
  expect(judgeScans([of('linux/amd64'), of('linux/arm64')], rules)).toEqual([
    'has CVE-1 (High, openssl 3.0.0, fixed in 3.0.9) for linux/amd64, linux/arm64',
  ])
  const many = Array.from({ length: 30 }, (_, index) => vulnerability(`CVE-${index}`, 'High'))
  expect(judge(many)).toHaveLength(21)
  expect(judge(many).at(-1)).toBe('has 10 more of them')
})
