/** How bad something is, as scanners say it. Pure. */

export const severities = ['None', 'Negligible', 'Low', 'Medium', 'High', 'Critical'] as const
export type Severity = (typeof severities)[number]

/** Greater is worse. What nobody has heard of is the worst; what the scanner does not know is as good as none. */
export function rankOf(severity: string): number {
  const word = severity.toLowerCase()
  if (word === 'unknown') return 0
  const index = severities.findIndex((one) => one.toLowerCase() === word)
  return index === -1 ? severities.length : index
}
