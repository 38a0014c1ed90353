/** Finds the route of a request in the table, and the path it has upstream. */
import type { EdgeRoute } from './route-overrides.ts'

/** A node per path segment; a parameter stands for any segment that no literal takes. */
interface PathNode {
  readonly literals: Map<string, PathNode>
  parameter?: PathNode
  readonly routes: Map<string, EdgeRoute>
}

export type Match =
  | { readonly kind: 'route'; readonly route: EdgeRoute; readonly path: string }
  /** The path is known, the method is not: `allow` lists those that are. */
  | { readonly kind: 'method'; readonly allow: readonly string[] }

const parameterPattern = /^\{\w+\}$/

/** @throws Error when two routes of the table claim the same requests */
export function createRouteMatcher(table: readonly EdgeRoute[]) {
  const root = newNode()
  for (const route of table) {
    const node = route.spec.path.slice(1).split('/').reduce(descend, root)
    const rival = node.routes.get(route.spec.method)
    if (rival !== undefined)
      throw new Error(`the routes ${rival.id} and ${route.id} have the same method and path`)
    node.routes.set(route.spec.method, route)
  }

  return (method: string, segments: readonly string[]): Match | undefined => {
    const node = find(root, segments, 0)
    if (node === undefined) return undefined
    // HEAD is a GET whose answer has no body.
    const route = node.routes.get(method === 'HEAD' ? 'GET' : method)
    if (route === undefined) return { kind: 'method', allow: allowedOf(node) }
    return { kind: 'route', route, path: pathFor(route.spec.path, segments) }
  }
}

const newNode = (): PathNode => ({ literals: new Map(), routes: new Map() })

function descend(node: PathNode, segment: string): PathNode {
  if (parameterPattern.test(segment)) return (node.parameter ??= newNode())
  const known = node.literals.get(segment)
  if (known !== undefined) return known
  const next = newNode()
  node.literals.set(segment, next)
  return next
}

function find(node: PathNode, segments: readonly string[], depth: number): PathNode | undefined {
  const segment = segments[depth]
  if (segment === undefined) return node.routes.size > 0 ? node : undefined
  const literal = node.literals.get(segment)
  const found = literal && find(literal, segments, depth + 1)
  if (found !== undefined || node.parameter === undefined || segment === '') return found
  return find(node.parameter, segments, depth + 1)
}

const allowedOf = (node: PathNode): string[] =>
  [...node.routes.keys()].flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))

/** Literals come from the template and parameters are encoded anew: nothing of the caller's spelling gets through. */
const pathFor = (template: string, segments: readonly string[]): string => {
  if (!template.includes('{')) return template
  return `/${template
    .slice(1)
    .split('/')
    .map((part, index) => (parameterPattern.test(part) ? encodeURIComponent(segments[index] ?? '') : part))
    .join('/')}`
}
