/**
 * The restricted level of the Pod Security Standards with all that the baseline asks, control by control, for a pod that
 * is not there yet: https://kubernetes.io/docs/concepts/security/pod-security-standards
 */
import type { Any } from './pods.ts'

interface Part {
  /** Empty for the pod itself. */
  readonly of: string
  readonly context: Any
  readonly container: Any
}

/** What breaks a control, in words; looked for in the pod and in each container. */
type Control = (part: Part, pod: Any) => boolean

const volumeKinds = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
])
const safeSysctls = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
])
const selinuxTypes = new Set([
  undefined,
  '',
  'container_t',
  'container_init_t',
  'container_kvm_t',
  'container_engine_t',
])
const profiles = new Set(['RuntimeDefault', 'Localhost'])

/** Of the pod and of its containers alike: neither may say it. */
const everywhere: Readonly<Record<string, Control>> = {
  'is a process of the host': ({ context }) => context.windowsOptions?.hostProcess === true,
  'has SELinux options of its own': ({ context: { seLinuxOptions: options = {} } }) =>
    !selinuxTypes.has(options.type) || Boolean(options.user) || Boolean(options.role),
  'has no AppArmor': ({ context }) => context.appArmorProfile?.type === 'Unconfined',
  'has no seccomp': ({ context }) => context.seccompProfile?.type === 'Unconfined',
  'is root': ({ context }) => context.runAsUser === 0,
}

const inContainers: Readonly<Record<string, Control>> = {
  'is privileged': ({ context }) => context.privileged === true,
  'may gain privileges': ({ context }) => context.allowPrivilegeEscalation !== false,
  'may be root': ({ context }, pod) => (context.runAsNonRoot ?? pod.runAsNonRoot) !== true,
  'has no seccomp profile': ({ context }, pod) =>
    !profiles.has((context.seccompProfile ?? pod.seccompProfile)?.type),
  'keeps capabilities': ({ context }) => !(context.capabilities?.drop ?? []).includes('ALL'),
  'adds capabilities': ({ context }) =>
    (context.capabilities?.add ?? []).some((one: string) => one !== 'NET_BIND_SERVICE'),
  'takes a port of the node': ({ container }) =>
    (container.ports ?? []).some(({ hostPort = 0 }: Any) => hostPort !== 0),
  'asks another host': ({ container: { startupProbe, readinessProbe, livenessProbe, lifecycle } }) =>
    [startupProbe, readinessProbe, livenessProbe, lifecycle?.postStart, lifecycle?.preStop].some(
      (asks) => Boolean(asks?.httpGet?.host) || Boolean(asks?.tcpSocket?.host),
    ),
  'changes /proc': ({ context }) => context.procMount !== undefined && context.procMount !== 'Default',
}

const inPod: Readonly<Record<string, (spec: Any) => boolean>> = {
  hostNetwork: (spec) => spec.hostNetwork === true,
  hostPID: (spec) => spec.hostPID === true,
  hostIPC: (spec) => spec.hostIPC === true,
  'the pod changes the kernel for others': (spec) =>
    (spec.securityContext?.sysctls ?? []).some(({ name }: Any) => !safeSysctls.has(name)),
}

export function podSecurityProblems(spec: Any): readonly string[] {
  const pod = spec.securityContext ?? {}
  const containers: readonly Part[] = [
    ...(spec.initContainers ?? []),
    ...spec.containers,
    ...(spec.ephemeralContainers ?? []),
  ].map((container) => ({ of: container.name, context: container.securityContext ?? {}, container }))
  const broken = (controls: Readonly<Record<string, Control>>, part: Part) =>
    Object.entries(controls).flatMap(([words, breaks]) => (breaks(part, pod) ? [`${part.of} ${words}`] : []))
  return [
    ...Object.entries(inPod).flatMap(([words, breaks]) => (breaks(spec) ? [words] : [])),
    ...(spec.volumes ?? []).flatMap(({ name, ...volume }: Any) =>
      Object.keys(volume)
        .filter((kind) => !volumeKinds.has(kind))
        .map((kind) => `volume ${name} is a ${kind}`),
    ),
    ...broken(everywhere, { of: 'the pod', context: pod, container: {} }),
    ...containers.flatMap((part) => [...broken(everywhere, part), ...broken(inContainers, part)]),
  ]
}
