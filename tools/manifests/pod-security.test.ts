/** Each control of the Pod Security Standards, in each place where it can be broken, and what must not be taken for it. */
import { describe, expect, test } from 'vitest'
import { podSecurityProblems } from './pod-security.ts'
import type { Any } from './pods.ts'

const good = (): Any => ({
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  initContainers: [container('init')],
  containers: [container('main')],
  ephemeralContainers: [container('debug')],
})
const container = (name: string): Any => ({
  name,
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
})
const problemsAfter = (change: (spec: Any) => void) => {
  const spec = good()
  change(spec)
  return podSecurityProblems(spec)
}

/** Words, and the security context that breaks it, of a container. */
const contexts: readonly (readonly [string, Any])[] = [
  ['is a process of the host', { windowsOptions: { hostProcess: true } }],
  ['has SELinux options of its own', { seLinuxOptions: { type: 'spc_t' } }],
  ['has SELinux options of its own', { seLinuxOptions: { user: 'system_u' } }],
  ['has SELinux options of its own', { seLinuxOptions: { role: 'system_r' } }],
  ['has no AppArmor', { appArmorProfile: { type: 'Unconfined' } }],
  ['has no seccomp', { seccompProfile: { type: 'Unconfined' } }],
  ['is root', { runAsUser: 0 }],
  ['is privileged', { privileged: true }],
  ['may gain privileges', { allowPrivilegeEscalation: true }],
  ['may gain privileges', { allowPrivilegeEscalation: undefined }],
  ['may be root', { runAsNonRoot: false }],
  ['has no seccomp profile', { seccompProfile: { type: 'Other' } }],
  ['keeps capabilities', { capabilities: {} }],
  ['keeps capabilities', { capabilities: { drop: ['NET_RAW'] } }],
  ['adds capabilities', { capabilities: { drop: ['ALL'], add: ['CHOWN'] } }],
  ['changes /proc', { procMount: 'Unmasked' }],
]
/** The rest of a container. */
const members: readonly (readonly [string, Any])[] = [
  ['takes a port of the node', { ports: [{ containerPort: 80, hostPort: 80 }] }],
  ...['startupProbe', 'readinessProbe', 'livenessProbe'].flatMap((probe) =>
    ['httpGet', 'tcpSocket'].map(
      (way) => ['asks another host', { [probe]: { [way]: { host: '10.0.0.1' } } }] as const,
    ),
  ),
  ...['postStart', 'preStop'].map(
    (hook) => ['asks another host', { lifecycle: { [hook]: { httpGet: { host: '10.0.0.1' } } } }] as const,
  ),
]

describe.each(['initContainers', 'containers', 'ephemeralContainers'])('in %s', (list) => {
  test.each(contexts)('%s: %j', (words, context) => {
    const found = problemsAfter((spec) => Object.assign(spec[list][0].securityContext, context))
    expect(
      found.some((one) => one.endsWith(` ${words}`)),
      found.join(),
    ).toBe(true)
  })
  test.each(members)('%s: %j', (words, more) => {
    expect(problemsAfter((spec) => Object.assign(spec[list][0], more))).toEqual([
      `${good()[list][0].name} ${words}`,
    ])
  })
})

describe('of the pod', () => {
  test.each([
    ...['hostNetwork', 'hostPID', 'hostIPC'].map((name) => [name, { [name]: true }] as const),
    ...['hostPath', 'nfs', 'gcePersistentDisk', 'iscsi', 'gitRepo'].map(
      (kind) => [`volume v is a ${kind}`, { volumes: [{ name: 'v', [kind]: {} }] }] as const,
    ),
  ])('%s', (words, more) => {
    expect(problemsAfter((spec) => Object.assign(spec, more))).toEqual([words])
  })
  test.each([
    ['the pod is a process of the host', { windowsOptions: { hostProcess: true } }],
    ['the pod has SELinux options of its own', { seLinuxOptions: { type: 'spc_t' } }],
    ['the pod has no AppArmor', { appArmorProfile: { type: 'Unconfined' } }],
    ['the pod is root', { runAsUser: 0 }],
    ['the pod changes the kernel for others', { sysctls: [{ name: 'kernel.msgmax', value: '1' }] }],
  ])('%s', (words, context) => {
    expect(problemsAfter((spec) => Object.assign(spec.securityContext, context))).toEqual([words])
  })
  test('what it leaves open each container has to close', () => {
    expect(problemsAfter((spec) => delete spec.securityContext)).toHaveLength(6)
    const closed = { runAsNonRoot: true, seccompProfile: { type: 'Localhost', localhostProfile: 'a' } }
    const each = (spec: Any) => {
      delete spec.securityContext
      for (const list of ['initContainers', 'containers', 'ephemeralContainers'])
        Object.assign(spec[list][0].securityContext, closed)
    }
    expect(problemsAfter(each)).toEqual([])
    // What the pod says is forbidden there, whatever its containers say.
    expect(problemsAfter((spec) => (each(spec), (spec.securityContext = { runAsUser: 0 })))).toEqual([
      'the pod is root',
    ])
  })
})

test.each<[string, (spec: Any) => void]>([
  ['nothing more', () => undefined],
  ['a number of its own', (spec) => (spec.securityContext.runAsUser = 10_001)],
  ['a low port', (spec) => (spec.containers[0].securityContext.capabilities.add = ['NET_BIND_SERVICE'])],
  ['a safe sysctl', (spec) => (spec.securityContext.sysctls = [{ name: 'net.ipv4.tcp_syncookies' }])],
  ['an SELinux level', (spec) => (spec.securityContext.seLinuxOptions = { level: 's0:c1' })],
  ['AppArmor of the runtime', (spec) => (spec.securityContext.appArmorProfile = { type: 'RuntimeDefault' })],
  ['a probe of itself', (spec) => (spec.containers[0].livenessProbe = { httpGet: { path: '/', port: 1 } })],
  ['a port of its own', (spec) => (spec.containers[0].ports = [{ containerPort: 1, hostPort: 0 }])],
  ['its own token', (spec) => (spec.volumes = [{ name: 'v', projected: { sources: [] } }])],
])('is allowed: %s', (_, change) => {
  expect(problemsAfter(change)).toEqual([])
})
