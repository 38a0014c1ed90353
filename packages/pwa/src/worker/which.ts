/** Which file of the build answers a path. Pure, to be tested without a worker. */

const passedOn = /^\/(?:v1|auth)\/|^\/(?:healthz|readyz)$|^\/app\/(?:sw\.js|version\.json)$/

/** The server answers these, always. */
export const isPassedOn = (path: string): boolean => passedOn.test(path)

/** Undefined where the build has no answer. A navigation gets the document of its family; files are themselves. */
export function answerFor(
  path: string,
  isNavigation: boolean,
  known: ReadonlySet<string>,
): string | undefined {
  if (known.has(path)) return path
  if (isNavigation && (path === '/app' || /^\/app\/[^.]*$/.test(path) || path === '/app/index.html'))
    return '/app/'
  return undefined
}
