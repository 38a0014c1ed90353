import { readFileSync } from 'node:fs'
import type { JsonObject, KubeObject } from '../../kube-object.ts'
import { targetOf } from './request-path.ts'
import type { SimulatedCluster } from './start-cluster.ts'

/** One line of a transcript. */
export type Recorded = {
  kind: 'request' | 'watch-event' | 'watch-close'
  method: string
  path: string
  requestHeaders: Record<string, string>
  requestBody?: unknown
  status: number
  responseHeaders: Record<string, string>
  responseBody?: unknown
  note?: string
  watch: string
  event: unknown
}

export type Answered = { status: number; warning: string | null; body: unknown }

export function readTranscript(name: string): Recorded[] {
  const file = new URL(`../../../transcripts/kubernetes/${name}.jsonl`, import.meta.url)
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Recorded).filter(({ kind }) => kind !== undefined)
}

/** What the recording calls differently: its uids and resourceVersions, to those of the simulated cluster. */
export type Names = Map<string, string>

export async function send(
  cluster: SimulatedCluster,
  line: Recorded,
  names: Names,
  token: string | undefined,
) {
  const response = await fetch(`${cluster.url}${renamedQuery(line.path, names)}`, {
    method: line.method,
    headers: {
      ...line.requestHeaders,
      'user-agent': 'unknown',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(line.requestBody === undefined ? {} : { body: bodyOf(line.requestBody, names) }),
  })
  return response
}

export async function answered(response: Response): Promise<Answered> {
  const text = await response.text()
  const json = response.headers.get('content-type')?.startsWith('application/json')
  const body: unknown = json ? JSON.parse(text) : text === '' ? null : text
  return { status: response.status, warning: response.headers.get('warning'), body }
}

export function withoutToken(line: Recorded): Recorded {
  const { authorization: _authorization, ...requestHeaders } = line.requestHeaders
  return { ...line, requestHeaders }
}

function renamedQuery(path: string, names: Names): string {
  return path.replaceAll(/(resourceVersion|continue)=([^&]+)/g, (_, parameter: string, value: string) => {
    return `${parameter}=${names.get(value) ?? value}`
  })
}

function bodyOf(body: unknown, names: Names): string {
  if (typeof body === 'string') return body.startsWith('<') ? 'x'.repeat(3_300_000) : body
  return JSON.stringify(body, (member, value: unknown) => {
    if (member === 'resourceVersion' || member === 'uid') return names.get(String(value)) ?? value
    const size = typeof value === 'string' ? /^<(\d+) bytes of x>$/.exec(value)?.[1] : undefined
    return size === undefined ? value : 'x'.repeat(Number(size))
  })
}

const learned = new Set(['uid', 'resourceVersion', 'continue'])

/** Learns which uid and version of the simulated cluster stands for which of the recording. */
export function learn(names: Names, recorded: unknown, got: unknown): void {
  if (typeof recorded !== 'object' || recorded === null || typeof got !== 'object' || got === null) return
  for (const [member, value] of Object.entries(recorded as JsonObject)) {
    const other = (got as JsonObject)[member] as unknown
    if (learned.has(member) && typeof value === 'string' && typeof other === 'string') names.set(value, other)
    else learn(names, value, other)
  }
}

/** Does what controllers had done when the recorded answer was given: status and revision, nothing of the server's. */
export function actAsControllers(cluster: SimulatedCluster, line: Recorded): void {
  const recorded = line.responseBody as KubeObject | undefined
  const target = targetOf(new URL(line.path, 'http://x').pathname)
  if (!target?.name || typeof recorded !== 'object' || recorded?.kind !== target.resource.kind) return
  const live = cluster.store.get(target.resource.resource, target.namespace ?? '', target.name)
  if (!live || live.kind === 'Namespace') return
  const revision = recorded.metadata.annotations?.['deployment.kubernetes.io/revision']
  const controllers = (recorded.metadata.managedFields ?? []).filter(({ manager }) =>
    manager.startsWith('kube-'),
  )
  const own = (live.metadata.managedFields ?? []).filter(({ manager }) => !manager.startsWith('kube-'))
  cluster.store.replace(target.resource.resource, {
    ...live,
    metadata: {
      ...live.metadata,
      ...(revision === undefined
        ? {}
        : { annotations: { ...live.metadata.annotations, 'deployment.kubernetes.io/revision': revision } }),
      ...(controllers.length > 0 ? { managedFields: [...own, ...controllers] } : {}),
    },
    ...(recorded.status === undefined ? {} : { status: recorded.status }),
  })
}

/** An answer without what differs from run to run: uids, times, versions, tokens, order of causes. */
export function comparable(value: unknown, how: { managedFields: boolean }): unknown {
  if (Array.isArray(value)) return value.map((item) => comparable(item, how))
  if (typeof value === 'string') return comparableText(value)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value as JsonObject)
    .filter(([member]) => member !== 'managedFields' || how.managedFields)
    .map(([member, inner]) => [member, comparableMember(member, inner, how)] as const)
  return Object.fromEntries(entries)
}

const variable = new Set(['uid', 'resourceVersion', 'time', 'continue', 'gitCommit'])

function comparableMember(member: string, value: unknown, how: { managedFields: boolean }): unknown {
  if (typeof value === 'string' && (variable.has(member) || /^last\w+Time$|Timestamp$/.test(member)))
    return '<varies>'
  const compared = comparable(value, how)
  if (member !== 'causes' && member !== 'managedFields') return compared
  return (compared as unknown[]).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

function comparableText(text: string): string {
  return text
    .replaceAll(/^\d{4}-\d\d-\d\dT[\d:.]+Z /gm, '<time> ')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uid>')
    .replaceAll(/(record|precondition) \(\d+\)/g, '$1 (<version>)')
    .replace(/(too old resource version: \d+) \(\d+\)/, '$1 (<version>)')
    .replaceAll(/Invalid value: "\{.*?\}": (strict|parsing)/g, 'Invalid value: "<patched>": $1')
}
