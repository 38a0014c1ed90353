/** What of a scan keeps an image out. Pure. */
import { rankOf } from '../registry/harbor/severity.ts'
import type { Severity } from '../registry/harbor/severity.ts'
import type { Vulnerability } from '../registry/harbor/artifacts.ts'

export interface Allowed {
  /** `CVE-2026-1234` */
  readonly cve: string
  /** The last day on which it is let through, as `2026-12-31`. */
  readonly until: string
  readonly reason: string
}

interface ScanRules {
  /** This and what is worse keeps an image out. */
  readonly severity: Severity
  readonly allow: readonly Allowed[]
  /** `2026-11-23` */
  readonly today: string
}

/** Of one platform. */
export interface PlatformScan {
  readonly platform: string
  readonly vulnerabilities: readonly Vulnerability[]
}

/** So many are told; who has more has read enough. */
const mostTold = 20

/** One sentence per vulnerability, worst first, with the platforms that have it. */
export function judgeScans(scans: readonly PlatformScan[], rules: ScanRules): readonly string[] {
  const found = new Map<string, { readonly one: Vulnerability; readonly platforms: string[] }>()
  for (const { platform, vulnerabilities } of scans)
    for (const one of vulnerabilities) {
      if (rankOf(one.severity) < rankOf(rules.severity) || isAllowed(one, rules)) continue
      const key = JSON.stringify([one.id, one.package, one.version, one.severity])
      const known = found.get(key) ?? { one, platforms: [] }
      if (!known.platforms.includes(platform)) known.platforms.push(platform)
      found.set(key, known)
    }
  const sorted = [...found.values()].toSorted(
    (a, b) => rankOf(b.one.severity) - rankOf(a.one.severity) || a.one.id.localeCompare(b.one.id),
  )
  const told = sorted.slice(0, mostTold).map(({ one, platforms }) => words(one, platforms, rules))
  return sorted.length > mostTold ? [...told, `has ${sorted.length - mostTold} more of them`] : told
}

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** Days are compared as words: `2026-11-30` comes before `2026-12-01`. */
const isAllowed = ({ id }: Vulnerability, { allow, today }: ScanRules): boolean =>
  allow.some(({ cve, until }) => sameName(cve, id) && until >= today)

function words(one: Vulnerability, platforms: readonly string[], { allow }: ScanRules): string {
  const { id, severity, package: name, version, fixVersion } = one
  const what = [
    severity,
    `${name} ${version}`.trim(),
    fixVersion === '' ? 'no fix yet' : `fixed in ${fixVersion}`,
  ]
  const ended = allow.filter(({ cve }) => sameName(cve, id)).map(({ until }) => until)
  const late = ended.length === 0 ? '' : `; it was let through until ${ended.toSorted().at(-1)}`
  return `has ${id} (${what.filter((part) => part !== '').join(', ')}) for ${platforms.join(', ')}${late}`
}
