/**
 * A list that stays current. Goes on where it was after a broken line, begins again after 410, and survives servers
 * that are away. The library's own watch ends after 30 s and swallows what its callbacks throw.
 */
import { ApiRefusal } from './api-refusal.ts'
import type { Clock } from './clock.ts'
import type { Cluster, Selection, WatchLine } from './cluster.ts'
import type { GroupVersionResource, KubeObject } from './kube-object.ts'

export interface LiveList {
  /** What is there as far as heard; undefined before the first list. */
  readonly items: () => readonly KubeObject[] | undefined
  /** Lists again: for whoever knows that the line is dead. */
  readonly restart: () => void
  /** Ends with the signal; rejects only when the server refuses for good. */
  readonly ended: Promise<void>
}

interface WatchOptions {
  readonly cluster: Pick<Cluster, 'list' | 'watch'>
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly onChange: () => void
}

const firstPauseMs = 250
const longestPauseMs = 10_000

export function watchList(
  kind: GroupVersionResource,
  selection: Selection,
  { cluster, clock, signal, onChange }: WatchOptions,
): LiveList {
  let items: Map<string, KubeObject> | undefined
  let resourceVersion: string | undefined
  let pause = firstPauseMs
  let line = new AbortController()

  const relist = async () => {
    const list = await cluster.list(kind, selection)
    items = new Map(list.items.map((object) => [object.metadata.uid ?? object.metadata.name, object]))
    resourceVersion = list.resourceVersion
    onChange()
  }

  const take = ({ type, object }: WatchLine) => {
    if (type === 'ERROR') {
      const { code } = object as unknown as { code?: number }
      throw new ApiRefusal(code ?? 500, object)
    }
    resourceVersion = object.metadata.resourceVersion ?? resourceVersion
    if (type === 'BOOKMARK') return
    const key = object.metadata.uid ?? object.metadata.name
    if (type === 'DELETED') items!.delete(key)
    else items!.set(key, object)
    onChange()
  }

  const follow = async () => {
    if (resourceVersion === undefined) await relist()
    // Not all at once after the server was away.
    const timeoutSeconds = 240 + Math.floor(Math.random() * 60)
    line = new AbortController()
    const watched = { ...selection, resourceVersion: resourceVersion!, timeoutSeconds }
    for await (const heard of cluster.watch(kind, watched, AbortSignal.any([signal, line.signal]))) {
      take(heard)
      pause = firstPauseMs
    }
  }

  const run = async () => {
    while (!signal.aborted) {
      try {
        await follow()
      } catch (error) {
        if (signal.aborted) return
        if (!(error instanceof ApiRefusal)) throw error
        if (error.status === 410) resourceVersion = undefined
        else if ([401, 403, 404].includes(error.status)) throw error
        await clock.sleep(pause * (0.5 + Math.random() / 2), signal).catch(() => undefined)
        pause = Math.min(pause * 2, longestPauseMs)
      }
    }
  }
  return {
    items: () => (items === undefined ? undefined : [...items.values()]),
    restart: () => {
      resourceVersion = undefined
      line.abort()
    },
    ended: run(),
  }
}
