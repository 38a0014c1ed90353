/** Events are hints: they come late, are counted together and vanish after an hour. Status decides where it can. */
import type { ClusterEvent, Metadata } from './objects.ts'

/** The events about one object, by its identity and not by a name that was used before. */
export const eventsOn = (events: readonly ClusterEvent[], { uid, name }: Metadata): readonly ClusterEvent[] =>
  events.filter(
    ({ involvedObject }) =>
      involvedObject?.name === name && (involvedObject.uid === undefined || involvedObject.uid === uid),
  )

export const countOf = ({ count, series }: ClusterEvent): number => count ?? series?.count ?? 1

export const messageOf = ({ message }: ClusterEvent): string => message ?? ''
