const shared = ['shared-title', 'shared-text', 'shared-url']

/**
 * What the system opens the app with (a shortcut of its icon, something shared, a `web+goalixa:` link) becomes a path that
 * proposes: nothing is done before somebody chooses it. Undefined when it says nothing that is known.
 */
export function launchPath(search: string): string | undefined {
  const asked = new URLSearchParams(search)
  const link = asked.get('link')
  const from = link === null ? asked : linkOf(link)
  // A share replaces the whole query: it is known by the names that the manifest gives it.
  const isShare = shared.some((name) => asked.has(name))
  const kind = isShare ? 'share' : from.get('do')
  if (kind === 'report') return '/reports'
  if (kind === 'plan') return '/planner'
  if (!isShare && kind !== 'task' && kind !== 'timer') return undefined
  const words = (isShare ? shared : ['text'])
    .map((name) => from.get(name) ?? '')
    .filter((each) => each !== '')
  const said = words
    .join(' ')
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim()
    .toWellFormed()
  // As much as the address of a view may hold.
  let text = ''
  for (const character of said) {
    const longer = text + encoded(character)
    if (longer.length > 440) break
    text = longer
  }
  return `/timer?offer=${kind}${text === '' ? '' : `&text=${text}`}`
}

/** `web+goalixa:task?text=Buy%20milk` */
function linkOf(link: string): URLSearchParams {
  const [, kind, query = ''] = /^web\+goalixa:(?:\/\/)?([a-z]+)\/?(?:\?(.*))?$/s.exec(link) ?? []
  const asked = new URLSearchParams(query)
  asked.set('do', kind ?? '')
  return asked
}

const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
