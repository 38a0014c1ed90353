import { afterEach, describe, expect, test } from 'vitest'
import type { KubeObject } from '../../kube-object.ts'
import { differences } from './differences.ts'
import {
  actAsControllers,
  answered,
  comparable,
  learn,
  readTranscript,
  send,
  withoutToken,
} from './replay.ts'
import type { Answered, Names, Recorded } from './replay.ts'
import { prepare, beforeLine, viewer } from './replay-setting.ts'
import { startCluster } from './start-cluster.ts'
import type { SimulatedCluster } from './start-cluster.ts'

// Transcripts in one row follow upon each other in the same cluster.
const rows = [
  [
    '01a-ssa-create',
    '01b-ssa-noop',
    '01c-ssa-change',
    '01d-ssa-conflict',
    '01e-ssa-force',
    '01f-ssa-dryrun',
    '01g-ssa-field-validation',
  ],
  ['13-lease'],
  ['14-watch-details'],
  ['15-errors'],
  ['16-logs'],
  ['18-pdb-eviction'],
  ['21-namespace-missing'],
  ['24-configmap-journal'],
]

// Of these, controllers answer the reads; the writes are the server's own.
const writesOnly = [
  '02-rollout-good',
  '03-rollout-bad-image',
  '04-crashloop',
  '05-oomkilled',
  '06-create-container-config-error',
  '07-unschedulable',
  '08-quota-exceeded',
  '09-pod-security-restricted',
  '10-readiness-never',
  '11a-statefulset-good',
  '11b-statefulset-stuck-rollback',
  '12a-job-complete',
  '12b-job-failed',
  '12c-job-deadline',
  '17-replicaset-history',
  '19-paused',
  '20-scale-hpa',
  '22-double-update',
  '23-old-broken-revision-while-repairing',
]

let cluster: SimulatedCluster | undefined
afterEach(async () => {
  await cluster?.close()
  cluster = undefined
})

describe.each([...rows, ...writesOnly.map((name) => [name])])('%s', (...row) => {
  test(row.join(', '), async () => {
    const started = await startCluster({
      namespaces: ['goalixa-app', 'goalixa-api', 'goalixa-auth'],
      identities: { viewer },
    })
    cluster = started
    const names: Names = new Map()
    for (const name of row) await replay(started, name, names)
  })
})

async function replay(started: SimulatedCluster, name: string, names: Names) {
  const managedFields = /^01[a-f]/.test(name)
  prepare(started, name)
  const streams = new Map<string, Promise<Answered>>()
  const expected = new Map<string, unknown[]>()
  const accepted = new Map(Object.entries(differences[name] ?? {}))
  for (const [index, line] of readTranscript(name).entries()) {
    if (line.kind === 'watch-event')
      expected.set(line.watch, [...(expected.get(line.watch) ?? []), line.event])
    if (line.kind !== 'request' || (writesOnly.includes(name) && line.method === 'GET')) continue
    actAsControllers(started, line)
    beforeLine(started, name, line)
    const response = await send(started, asSent(line), names, tokenFor(line))
    const what = `${name}, line ${index + 2}: ${line.method} ${line.path}${line.note === undefined ? '' : ` (${line.note})`}`
    if (line.responseBody === '<stream>') {
      expect(response.status, what).toBe(200)
      streams.set(line.path, answered(textual(response)))
      continue
    }
    // The old form of a watch is recorded as a whole, up to its timeout.
    if (line.path.includes('/watch/')) started.clock.advance(1000)
    const got = await answered(response)
    learn(names, line.responseBody, got.body)
    const recorded = {
      status: line.status,
      warning: line.responseHeaders['warning'] ?? null,
      body: line.responseBody ?? null,
    }
    const difference = accepted.get(String(index + 2))
    if (difference !== undefined) {
      accepted.delete(String(index + 2))
      expect(got.status, what).toBe(recorded.status)
      expect(comparable(got, { managedFields }), `${what} does not differ any more`).not.toEqual(
        comparable(recorded, { managedFields }),
      )
    } else expect(comparable(got, { managedFields }), what).toEqual(comparable(recorded, { managedFields }))
  }
  started.clock.advance(600_000)
  for (const [path, stream] of streams) {
    const events = (((await stream).body as string | undefined) ?? '')
      .trim()
      .split('\n')
      .filter((text) => text !== '')
    expect(
      comparable(
        events.map((text) => withoutBlank(JSON.parse(text))),
        { managedFields },
      ),
      `${name}: ${path}`,
    ).toEqual(
      comparable(
        (expected.get(path) ?? []).map((event) => withoutBlank(event)),
        { managedFields },
      ),
    )
  }
  expect([...accepted.keys()], `${name}: accepted differences of lines that are not there`).toEqual([])
}

function textual(response: Response): Response {
  return new Response(response.body, { status: 200, headers: { 'content-type': 'text/plain' } })
}

// The real bookmark carries an empty object of its kind; what matters are kind and version.
function withoutBlank(event: unknown): unknown {
  const { type, object } = event as {
    type: string
    object: { kind: string; apiVersion: string; metadata: unknown }
  }
  if (type !== 'BOOKMARK') return event
  return { type, object: { kind: object.kind, apiVersion: object.apiVersion, metadata: object.metadata } }
}

// The recording leaves managedFields out, of this request too, which was about nothing else.
function asSent(line: Recorded): Recorded {
  if (line.note !== 'apply with managedFields set') return withoutToken(line)
  const body = line.requestBody as KubeObject
  return withoutToken({
    ...line,
    requestBody: { ...body, metadata: { ...body.metadata, managedFields: [{ manager: 'somebody' }] } },
  })
}

/** The recording hides tokens; its notes and answers tell whose they were. */
function tokenFor(line: Recorded): string | undefined {
  if (line.requestHeaders['authorization'] === undefined) return undefined
  if (line.note === 'bad token') return 'nobody'
  const isViewer =
    JSON.stringify(line.responseBody ?? '').includes(viewer.user) ||
    line.note?.includes('role view') ||
    line.note === 'preflight: may I'
  return isViewer ? 'viewer' : 'goalixa-ops-token'
}
