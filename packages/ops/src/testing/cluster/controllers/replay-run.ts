import type { KubeObject } from '../../../kube-object.ts'
import { answered, learn, readTranscript, send, withoutToken } from '../replay.ts'
import type { Names, Recorded } from '../replay.ts'
import { resourceOfKind } from '../resources.ts'
import { startCluster } from '../start-cluster.ts'
import type { Behaviours, Paces } from './behaviours.ts'
import { seed } from './replay-seed.ts'
import { significant } from './significant.ts'
import { startControllers } from './start-controllers.ts'

/** `startMs`: where within a second the recording began; times of objects are cut to seconds, and deadlines hang on them. */
export type Scenario = { file: string; behaviours?: Behaviours; paces?: Partial<Paces>; startMs?: number }

/** One thing a client saw: `of` names the object by its turn ('Pod 2'), `t` is in ms from the start. */
export type Sighting = { of: string; t: number; text: string }

type Line = Recorded & { t: number }
type Sight = { object: KubeObject; t: number }

/** What was recorded and what the simulated controllers do upon the same requests, each in the order of its times. */
export async function replayed({ file, behaviours = {}, paces = {}, startMs = 500 }: Scenario) {
  const lines = readTranscript(file) as Line[]
  const cluster = await startCluster({ start: beginningOf(lines) + startMs })
  const { store, clock } = cluster
  seed(cluster, lines)
  const controllers = startControllers(store, {
    behaviours,
    paces: { pullBackOffMs: 5300, pullBackOffFactor: 1, scaleMs: 5000, ...paces },
  })
  const begun = clock.now()
  const got: Sight[] = []
  store.subscribe(({ type, object }) => {
    if (type !== 'DELETED') got.push({ object, t: clock.now() - begun })
  })
  const recorded: Sight[] = []
  const answers: { of: string; wanted: string; got: string }[] = []
  const names: Names = new Map()
  const begin = lines.findIndex(({ kind, method }) => kind === 'request' && method !== 'GET')
  for (const [index, line] of lines.entries()) {
    clock.advance(Math.max(0, line.t - (clock.now() - begun)))
    if (line.kind === 'watch-event') {
      const { type, object } = line.event as { type: string; object: KubeObject }
      if (type !== 'BOOKMARK' && type !== 'DELETED') recorded.push({ object, t: line.t })
    } else if (line.kind === 'request' && index >= begin && line.responseBody !== '<stream>') {
      const response = await send(cluster, withoutToken(line), names, cluster.token)
      const body = (await answered(response)).body as KubeObject
      learn(names, line.responseBody, body)
      answers.push({
        of: `${line.method} ${line.path} at ${line.t}`,
        wanted: `${line.status} ${contents(line.responseBody as KubeObject)}`,
        got: `${response.status} ${contents(body)}`,
      })
    }
  }
  clock.advance(1500)
  controllers.stop()
  await cluster.close()
  const kinds = new Set(recorded.map(({ object }) => object.kind))
  const own = recorded.filter(({ object }) => belongs(object, recorded, kinds))
  return {
    answers,
    recorded: named(own),
    got: named(got.filter(({ object }) => kinds.has(object.kind))),
  }
}

// The second of the newest time in what was listed first, so that what was going on goes on.
function beginningOf(lines: readonly Line[]): number {
  const first = lines.findIndex(({ method }) => method === 'PATCH')
  const times = JSON.stringify(lines.slice(0, first)).match(/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ/g) ?? []
  return Math.max(Date.UTC(2026, 10, 22), ...times.map((time) => Date.parse(time)))
}

function contents(body: KubeObject | string): string {
  if (typeof body === 'string') return body
  const items = body['items'] as KubeObject[] | undefined
  if (items)
    return items
      .map((item) => significant({ ...item, kind: body.kind.replace(/List$/, '') }))
      .toSorted()
      .join('; ')
  if (body.kind === 'Status') return (body as unknown as { reason?: string }).reason ?? ''
  return body.status && body.kind !== 'Scale' && resourceOfKind(body.apiVersion, body.kind)
    ? significant(body)
    : ''
}

// Scenarios were recorded in one cluster, one after another: events of pods of another one come in late.
function belongs({ kind, involvedObject }: KubeObject, all: Sight[], kinds: Set<string>): boolean {
  if (kind !== 'Event' || !kinds.has(involvedObject.kind))
    return kind !== 'Event' || involvedObject.name !== 'pending'
  return all.some(
    ({ object }) => object.kind === involvedObject.kind && object.metadata.name === involvedObject.name,
  )
}

/** Objects by their turn, and without what does not matter twice in a row. */
function named(sights: Sight[]): Sighting[] {
  const turns = new Map<string, string>()
  const turnOf = (kind: string, name: string) => {
    const key = `${kind} ${name}`
    const count = [...turns.keys()].filter((known) => known.startsWith(`${kind} `)).length
    const turn = turns.get(key) ?? `${kind} ${count + 1}`
    turns.set(key, turn)
    return turn
  }
  const last = new Map<string, string>()
  return sights.flatMap(({ object, t }) => {
    const about = object['involvedObject'] as { kind: string; name: string } | undefined
    const of = about
      ? `${turnOf(about.kind, about.name)}: ${object['reason']}`
      : turnOf(object.kind, object.metadata.name)
    const text = significant(object)
    if (last.get(of) === text) return []
    last.set(of, text)
    return [{ of, t, text }]
  })
}
