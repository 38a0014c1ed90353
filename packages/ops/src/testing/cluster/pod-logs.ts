/** What containers wrote. The simulated node writes here, `GET …/log` reads. */
export type PodLogs = {
  write(namespace: string, pod: string, container: string, line: string): void
  /** A container started again: what it wrote so far is its previous log. */
  rotate(namespace: string, pod: string, container: string): void
  read(namespace: string, pod: string, container: string, previous?: boolean): LogLine[] | undefined
  /** The container ended: whoever follows its log comes to its end. */
  end(namespace: string, pod: string, container: string): void
  follow(namespace: string, pod: string, container: string, follower: Follower): () => void
}

export type LogLine = { time: number; text: string }

type Follower = { line(line: LogLine): void; end(): void }

export function createPodLogs(clock: { now(): number }): PodLogs {
  const current = new Map<string, LogLine[]>()
  const previous = new Map<string, LogLine[]>()
  const followers = new Map<string, Set<Follower>>()
  const key = (...parts: string[]) => parts.join('/')
  return {
    write(namespace, pod, container, text) {
      const place = key(namespace, pod, container)
      const line = { time: clock.now(), text }
      current.set(place, [...(current.get(place) ?? []), line])
      for (const follower of followers.get(place) ?? []) follower.line(line)
    },
    rotate(namespace, pod, container) {
      const place = key(namespace, pod, container)
      previous.set(place, current.get(place) ?? [])
      current.set(place, [])
    },
    read: (namespace, pod, container, old = false) =>
      (old ? previous : current).get(key(namespace, pod, container)),
    end(namespace, pod, container) {
      for (const follower of followers.get(key(namespace, pod, container)) ?? []) follower.end()
    },
    follow(namespace, pod, container, follower) {
      const place = key(namespace, pod, container)
      const set = followers.get(place) ?? new Set()
      followers.set(place, set.add(follower))
      return () => void set.delete(follower)
    },
  }
}
