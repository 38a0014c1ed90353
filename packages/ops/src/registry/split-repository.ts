/** `host:5000/project/app` as its host and its name there; undefined when the first part is no host. Pure. */
export function splitRepository(repository: string): { host: string; name: string } | undefined {
  const slash = repository.indexOf('/')
  const host = repository.slice(0, Math.max(slash, 0))
  return /[.:]/.test(host) || host === 'localhost' ? { host, name: repository.slice(slash + 1) } : undefined
}
