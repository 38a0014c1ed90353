/** The last words of what failed: logs now and before the last restart, cut and without secrets. */
import { kinds } from '../kinds.ts'
import type { KubeObject } from '../kube-object.ts'
import { redacted } from '../redact.ts'
import type { RunContext } from './context.ts'

const tailLines = 30
const lineBytes = 4096
const totalBytes = 32 * 1024

/** Tells the logs of the pods that a selector chooses; of at most two, since they mostly say the same. */
export async function tellLogsOf(
  context: RunContext,
  service: string,
  namespace: string,
  labelSelector: string,
): Promise<void> {
  const { items } = await context.cluster
    .list(kinds.Pod, { namespace, labelSelector })
    .catch(() => ({ items: [] as readonly KubeObject[] }))
  for (const pod of items.slice(0, 2)) await tellLogs(context, service, namespace, pod.metadata.name)
}

/** Tells what one pod wrote. What cannot be had is left out: evidence must not be what fails. */
export async function tellLogs(
  { cluster, tell }: RunContext,
  service: string,
  namespace: string,
  pod: string,
  container?: string,
): Promise<void> {
  const of = container === undefined ? {} : { container }
  for (const previous of [true, false]) {
    const text = await cluster
      .logs(namespace, pod, { ...of, previous, tailLines, limitBytes: totalBytes })
      .catch(() => '')
    if (text.trim() === '') continue
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => redacted(line.slice(0, lineBytes)))
    tell('log', lines.at(-1)!, { service, data: { pod, container, previous, lines } })
  }
}
