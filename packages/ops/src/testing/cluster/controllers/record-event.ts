import { createHash } from 'node:crypto'
import type { KubeObject } from '../../../kube-object.ts'
import { microTimestamp } from '../clock.ts'
import { time } from './world.ts'
import type { World } from './world.ts'

// After so many different events of one kind a recorder sends only combined ones.
const combineAfter = 9

/** Records what happened to an object; the same again only raises the count. */
export function recordEvent(
  world: World,
  about: KubeObject,
  event: { type?: 'Normal' | 'Warning'; reason: string; message: string; component: string },
): void {
  const { store } = world
  const { namespace = 'default', name, uid, resourceVersion } = about.metadata
  const { type = 'Normal', reason, component } = event
  const alike = store
    .list('events', namespace)
    .filter((one) => one['involvedObject']?.uid === uid && one['reason'] === reason && one['type'] === type)
  const exact = alike.some((one) => one['message'] === event.message)
  const message =
    !exact && alike.length >= combineAfter
      ? `(combined from similar events): ${event.message}`
      : event.message
  const key = message.startsWith('(combined') ? `${reason} combined` : `${reason} ${message}`
  const eventName = `${name}.${createHash('sha256').update(`${uid} ${key}`).digest('hex').slice(0, 16)}`
  const before = message.startsWith('(combined')
    ? store.get('events', namespace, eventName)
    : alike.find((one) => one['message'] === message)
  if (before) {
    const times = Number(before['count'] ?? before['series']?.count ?? 1) + 1
    const again =
      before['count'] === undefined
        ? { series: { count: times, lastObservedTime: microTimestamp(store.clock) } }
        : { count: times, lastTimestamp: time(world) }
    store.replace('events', { ...before, message, ...again })
    return
  }
  const { apiVersion, kind } = about
  const scheduled = component === 'default-scheduler'
  store.create('events', {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: eventName, namespace },
    involvedObject: { apiVersion, kind, name, namespace, uid, resourceVersion },
    type,
    reason,
    message,
    reportingComponent: component,
    reportingInstance: '',
    source: scheduled ? {} : { component },
    ...(scheduled
      ? {
          action: 'Binding',
          eventTime: microTimestamp(store.clock),
          firstTimestamp: null,
          lastTimestamp: null,
        }
      : { count: 1, eventTime: null, firstTimestamp: time(world), lastTimestamp: time(world) }),
  })
}
