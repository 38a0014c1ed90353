/** The address bar: `#/timer?from=2026-01-01`. The shell alone reads and writes it. */
import { isPath, placeOf } from '../bridge/paths.ts'
import { firstAppView, isAppView, isAuthView } from '../bridge/views.ts'

export const firstPath = `/${firstAppView}`

/** A path that cannot be one at all is shown as not found, by an address that is no view. */
export function readPath(hash: string): string {
  if (hash === '' || hash === '#' || hash === '#/') return firstPath
  const path = hash.slice(1)
  return isPath(path) ? path : '/not-found'
}

/** Adds one entry to the history; unknown views are not gone to. Answers whether it went. */
export function go(path: string): boolean {
  const { view } = placeOf(path)
  if (!isPath(path) || !(isAppView(view) || isAuthView(view))) return false
  if (location.hash !== `#${path}`) location.hash = path
  return true
}

/** In place of the current entry. */
export function replace(path: string): void {
  history.replaceState(null, '', `#${path}`)
}
