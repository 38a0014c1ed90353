/** Words for what a run tells while it goes on, one line each, for a pipe or somebody who listens. */
import type { OpsEvent } from '@goalixa/ops/events'
import { safeLine, safeText } from './safe-text.ts'

/** Empty for what says nothing new. */
export function eventText(event: OpsEvent): string {
  const { type, message, data } = event
  switch (type) {
    case 'verdict':
      return lines(event, [
        message,
        typeof data['container'] === 'string' ? `container: ${data['container']}` : '',
        typeof data['hint'] === 'string' ? `hint: ${data['hint']}` : '',
      ])
    case 'log':
      return lines(event, [logHead(event), ...((data['lines'] ?? []) as readonly string[])])
    case 'step':
    case 'rollback':
      return lines(event, [message, typeof data['detail'] === 'string' ? data['detail'] : ''])
    case 'check':
      return lines(event, [`${data['level'] === 'warning' ? 'warning: ' : ''}${message}`])
    default:
      return lines(event, [message])
  }
}

const logHead = ({ data }: OpsEvent): string =>
  `${String(data['pod'])}${data['previous'] === true ? ', before its last restart' : ''}:`

const lines = ({ time, type, service }: OpsEvent, [first = '', ...more]: readonly string[]): string =>
  [
    `${time.slice(11, 19)} ${type.padEnd(8)} ${service === undefined || first.startsWith(service) ? '' : `${service}: `}${safeLine(first)}`,
    ...more.filter((line) => line !== '').map((line) => `                  ${safeText(line)}`),
  ].join('\n')
