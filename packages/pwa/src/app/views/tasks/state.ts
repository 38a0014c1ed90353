/** What the address says of the list: everything that somebody may want to keep or share. */
import type { Place } from '../../../bridge/paths.ts'
import { statuses } from './data.ts'
import type { Status } from './data.ts'

export const columnKinds = ['priority', 'project', 'status'] as const
export type ColumnKind = (typeof columnKinds)[number]

export interface State {
  readonly filter: string
  readonly status: Status
  readonly layout: 'list' | 'board'
  readonly by: ColumnKind
  /** Whose details are open. */
  readonly id: string | undefined
}

const oneOf = <Name extends string>(names: readonly Name[], text: string | null): Name =>
  names.find((name) => name === text) ?? names[0]!

export const stateOf = ({ rest, query }: Place): State => ({
  filter: query.get('filter') ?? '',
  status: oneOf(statuses, query.get('status')),
  layout: oneOf(['list', 'board'] as const, query.get('layout')),
  by: oneOf(columnKinds, query.get('by')),
  id: rest[0] || undefined,
})

/** What is as usual is left out. */
export function pathOf({ filter, status, layout, by, id }: State): string {
  const query = new URLSearchParams({
    ...(filter === '' ? {} : { filter }),
    ...(status === 'open' ? {} : { status }),
    ...(layout === 'list' ? {} : { layout }),
    ...(by === 'priority' ? {} : { by }),
  }).toString()
  return `/tasks${id === undefined ? '' : `/${id}`}${query === '' ? '' : `?${query}`}`
}
