/** One request as the server understood it. */
export type LoggedRequest = {
  method: string
  /** Without the query. */
  path: string
  query: string
  /** get, list, watch, create, update, patch, apply, delete, deletecollection; empty when it is about no resource. */
  verb: string
  resource: string
  user: string
  body: string
}

export type RequestLog = {
  readonly all: readonly LoggedRequest[]
  /** How many match; a text matches as a part of the path. */
  count(match?: { method?: string; verb?: string; resource?: string; path?: string | RegExp }): number
  clear(): void
}

export function createRequestLog(): RequestLog & { add(request: LoggedRequest): void } {
  const all: LoggedRequest[] = []
  return {
    all,
    add: (request) => void all.push(request),
    count: (match = {}) =>
      all.filter(
        (request) =>
          (match.method === undefined || request.method === match.method) &&
          (match.verb === undefined || request.verb === match.verb) &&
          (match.resource === undefined || request.resource === match.resource) &&
          (match.path === undefined || matchesPath(match.path, request.path)),
      ).length,
    clear: () => void all.splice(0),
  }
}

export function matchesPath(pattern: string | RegExp, path: string): boolean {
  return typeof pattern === 'string' ? path.includes(pattern) : pattern.test(path)
}
