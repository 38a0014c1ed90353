import type { JsonObject, KubeObject } from '../../kube-object.ts'
import type { Answer, Exchange } from './exchange.ts'
import type { LogLine } from './pod-logs.ts'
import { badRequest, causes, invalid } from './status.ts'

/** `GET pods/x/log` with container, previous, tailLines, limitBytes, sinceTime, timestamps and follow. @throws ApiError 400, 422 */
export function readLog(exchange: Exchange, pod: KubeObject): Answer {
  const { query, logs, response } = exchange
  const { name, namespace = '' } = pod.metadata
  const tail = query.get('tailLines')
  if (tail !== null && Number(tail) < 0)
    throw invalid({ group: '', kind: 'PodLogOptions' }, name, [
      causes.invalid('tailLines', tail, 'must be greater than or equal to 0'),
    ])
  const container = containerOf(pod, query.get('container'))
  if (!pod.spec?.['nodeName']) return { code: 204 }
  const previous = query.get('previous') === 'true'
  const lines = logs.read(namespace, name, container, previous)
  if (previous && lines === undefined)
    throw badRequest(`previous terminated container "${container}" in pod "${name}" not found`)
  const waiting = waitingReason(pod, container)
  if (!previous && waiting !== undefined && (lines ?? []).length === 0)
    throw badRequest(`container "${container}" in pod "${name}" is waiting to start: ${waiting}`)
  const print = (line: LogLine) =>
    query.get('timestamps') === 'true'
      ? `${new Date(line.time).toISOString()} ${line.text}\n`
      : `${line.text}\n`
  const since = Math.floor(Date.parse(query.get('sinceTime') ?? '1970-01-01T00:00:00Z') / 1000) * 1000
  const wanted = (lines ?? []).filter(({ time }) => time >= since)
  const shown = tail === null ? wanted : wanted.slice(Number(tail) === 0 ? Infinity : -Number(tail))
  const text = shown.map((line) => print(line)).join('')
  const limit = query.get('limitBytes')
  if (query.get('follow') !== 'true')
    return { code: 200, text: limit === null ? text : text.slice(0, Number(limit)) }
  response.writeHead(200, { 'content-type': 'text/plain' })
  response.write(text)
  const stop = logs.follow(namespace, name, container, {
    line: (line) => void (response.writableEnded || response.write(print(line))),
    end: () => void response.end(),
  })
  response.on('close', stop)
  if (stateOf(pod, container)?.['terminated'] !== undefined) response.end()
  endWithPod(exchange, pod)
  return undefined
}

function endWithPod({ cache, response }: Exchange, pod: KubeObject) {
  if (isOver(pod)) response.end()
  const stop = cache.subscribe(({ type, object }) => {
    if (object.metadata.uid === pod.metadata.uid && (type === 'DELETED' || isOver(object))) response.end()
  })
  response.on('close', stop)
}

function isOver({ status }: KubeObject): boolean {
  return status?.['phase'] === 'Succeeded' || status?.['phase'] === 'Failed'
}

function containerOf(pod: KubeObject, wanted: string | null): string {
  const names = ['initContainers', 'containers'].map((list) =>
    ((pod.spec?.[list] ?? []) as JsonObject[]).map((container) => String(container['name'])),
  )
  const [init = [], main = []] = names
  if (wanted !== null && wanted !== '') {
    if ([...init, ...main].includes(wanted)) return wanted
    throw badRequest(`container ${wanted} is not valid for pod ${pod.metadata.name}`)
  }
  const [only] = main
  if (main.length === 1 && only !== undefined) return only
  throw badRequest(
    `a container name must be specified for pod ${pod.metadata.name}, choose one of: [${main.join(' ')}]`,
  )
}

function stateOf(pod: KubeObject, container: string): JsonObject | undefined {
  const lists = ['containerStatuses', 'initContainerStatuses'].map(
    (list) => (pod.status?.[list] ?? []) as JsonObject[],
  )
  return lists.flat().find(({ name }) => name === container)?.['state'] as JsonObject | undefined
}

function waitingReason(pod: KubeObject, container: string): string | undefined {
  const waiting = stateOf(pod, container)?.['waiting'] as { reason?: string } | undefined
  if (!waiting) return undefined
  const pulling = ['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName'].includes(waiting.reason ?? '')
  return pulling ? 'trying and failing to pull image' : (waiting.reason ?? 'ContainerCreating')
}
