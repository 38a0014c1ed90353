/** Tags that nobody may move. */
import type { HarborState } from './state.ts'

interface Selector {
  readonly decoration: string
  readonly pattern: string
}

interface ImmutabilityBody {
  readonly disabled?: boolean
  readonly tag_selectors: readonly Selector[]
  readonly scope_selectors: { readonly repository: readonly Selector[] }
}

/** `repository` is with its project. */
export function isImmutable(state: HarborState, repository: string, tag: string): boolean {
  const [project, ...rest] = repository.split('/')
  const { id } = state.projects.find(({ name }) => name === project)!
  return state.immutability.some(({ projectId, body }) => {
    const { disabled, tag_selectors, scope_selectors } = body as unknown as ImmutabilityBody
    return (
      projectId === id &&
      disabled !== true &&
      tag_selectors.every(({ pattern }) => fits(pattern, tag)) &&
      scope_selectors.repository.every(({ pattern }) => fits(pattern, rest.join('/')))
    )
  })
}

/** `*` within a name, `**` everything, `[0-9]` as it reads. */
function fits(pattern: string, name: string): boolean {
  const source = pattern
    .replaceAll(/[.+^$(){}|\\]/g, String.raw`\$&`)
    .replaceAll('**', '\0')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
    .replaceAll('\0', '.*')
  return new RegExp(`^${source}$`).test(name)
}
