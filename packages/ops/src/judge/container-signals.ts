/** Signs of trouble of one container: why it waits, and how it ended. */
import { countOf, messageOf } from './events-on.ts'
import type { ClusterEvent, ContainerStatus, Ended } from './objects.ts'
import { pullRule } from './pull-rules.ts'
import type { RuleName } from './rules.ts'
import type { Signal } from './signals.ts'

export function containerSignals(
  status: ContainerStatus,
  object: string,
  events: readonly ClusterEvent[],
): readonly Signal[] {
  const found = waitingSignal(status, events) ?? endedSignal(status)
  return found === undefined ? [] : [{ ...found, object, container: status.name }]
}

type Found = Omit<Signal, 'object' | 'container'>

/** Waiting reasons that mean one thing whatever the message says. */
const byReason: Readonly<Record<string, RuleName>> = {
  InvalidImageName: 'imageName',
  ErrImageNeverPull: 'imageNeverPull',
  SignatureValidationFailed: 'imageSignature',
  RegistryUnavailable: 'imagePull',
  ImageInspectError: 'imagePull',
  PostStartHookError: 'containerCreate',
}

function waitingSignal(status: ContainerStatus, events: readonly ClusterEvent[]): Found | undefined {
  const { reason, message = '' } = status.state?.waiting ?? {}
  if (reason === undefined) return undefined
  const known = byReason[reason]
  if (known !== undefined) return { rule: known, reason, message, count: 1 }
  switch (reason) {
    case 'ErrImagePull':
    case 'ImagePullBackOff':
      return pullSignal(reason, message, events)
    case 'CreateContainerConfigError': {
      const rule = /failed to sync .* cache/i.test(message) ? 'configCache' : 'configMissing'
      return { rule, reason, message, count: 1 }
    }
    case 'CreateContainerError':
    case 'RunContainerError':
      return startSignal(reason, message, status)
    default:
      // CrashLoopBackOff tells how the container ended before; ContainerCreating and PodInitializing tell nothing.
      return undefined
  }
}

/** The back-off repeats the cause only on newer nodes; the event of the failed pull always has it. */
function pullSignal(reason: string, message: string, events: readonly ClusterEvent[]): Found {
  const failed = events.filter((event) => event.reason === 'Failed' && /pull/i.test(messageOf(event)))
  const cause = /: /.test(message) ? message : messageOf(failed.at(-1) ?? ({} as ClusterEvent)) || message
  const count = Math.max(1, ...failed.map(countOf))
  return { rule: pullRule(cause), reason, message: cause, count }
}

function startSignal(reason: string, message: string, status: ContainerStatus): Found {
  if (isNotExecutable(message)) return { rule: 'notExecutable', reason, message, count: 1 }
  const last = status.lastState?.terminated
  const count = (status.restartCount ?? 0) + 1
  return { rule: last?.exitCode === 128 ? 'nodeTrouble' : 'containerCreate', reason, message, count }
}

/** How the container last ended, as long as that is not its end in order. */
function endedSignal(status: ContainerStatus): Found | undefined {
  const now = status.state?.terminated
  const last = now ?? status.lastState?.terminated
  if (last === undefined || (last.exitCode ?? 0) === 0) return undefined
  const restarts = status.restartCount ?? 0
  // One that ended and was not started again yet is one more than the restarts tell.
  const count = now === undefined ? restarts : restarts + 1
  return { rule: endedRule(last), reason: last.reason ?? 'Error', message: endedMessage(last), count }
}

function endedRule(last: Ended): RuleName {
  if (last.reason === 'OOMKilled') return 'outOfMemory'
  if (isNotExecutable(last.message ?? '')) return 'notExecutable'
  return last.exitCode === 128 ? 'nodeTrouble' : 'crash'
}

const endedMessage = ({ message, exitCode }: Ended): string =>
  message === undefined || message === ''
    ? `ended with exit code ${exitCode}`
    : `${message} (exit code ${exitCode})`

const isNotExecutable = (message: string): boolean =>
  /exec format error|executable file not found|no such file or directory: unknown|permission denied: unknown/i.test(
    message,
  )
