/** Where people go after signing in: a path of this installation, or its first page. */

const base = 'http://localhost'
/** Letters, digits and marks that no browser reads as anything but a path. */
const pathPattern = /^\/(?:[\w.~-]+\/)*[\w.~-]*$/
/** Printable, without what ends an attribute or header, or starts another address. */
const restPattern = /^[\w.~!$'()*+,;:/?=&%#-]*$/

/**
 * The path itself when it is one of ours beyond doubt, else `/`. What browsers read differently (backslashes, dots
 * that climb, encoded slashes, user names, line breaks) is not repaired but refused.
 */
export function localPath(text: string | undefined): string {
  const [, path = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(text ?? '') ?? []
  const isPlain = pathPattern.test(path) && restPattern.test(rest)
  const climbs = path.split('/').some((segment) => segment === '.' || segment === '..')
  if (!isPlain || climbs) return '/'
  const url = new URL(path + rest, base)
  return url.origin === base && url.pathname === path ? path + rest : '/'
}
