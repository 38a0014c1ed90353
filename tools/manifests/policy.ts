/**
 * What every manifest has to keep to. Each check has a name, and says what is wrong where; the same as the common
 * linters of Kubernetes ask, and what they do not know of us.
 */
import { keyOf, podTemplates, selects, servers } from './pods.ts'
import type { Any, Manifest, PodTemplate } from './pods.ts'
import { podSecurityProblems } from './pod-security.ts'
import { referenceProblems } from './references.ts'

export type Check = (objects: readonly Manifest[]) => readonly string[]

const each =
  (find: (pod: PodTemplate, objects: readonly Manifest[]) => readonly string[]): Check =>
  (objects) =>
    podTemplates(objects).flatMap((pod) => find(pod, objects).map((problem) => `${pod.of}: ${problem}`))
const eachServer =
  (find: (pod: PodTemplate, objects: readonly Manifest[]) => readonly string[]): Check =>
  (objects) =>
    servers(objects).flatMap((pod) => find(pod, objects).map((problem) => `${pod.of}: ${problem}`))
const eachNamespace =
  (find: (namespace: Manifest, objects: readonly Manifest[]) => readonly string[]): Check =>
  (objects) =>
    objects
      .filter(({ kind }) => kind === 'Namespace')
      .flatMap((one) => find(one, objects).map((problem) => `Namespace ${one.metadata.name}: ${problem}`))

const unless = (isWell: boolean, problem: string): readonly string[] => (isWell ? [] : [problem])
const inNamespace = (objects: readonly Manifest[], kind: string, namespace: string) =>
  objects.filter((one) => one.kind === kind && one.metadata.namespace === namespace)

const psaModes = ['enforce', 'audit', 'warn']

export const checks: Readonly<Record<string, Check>> = {
  'images are digests': each(({ containers }) =>
    containers.flatMap(({ name, image }) =>
      unless(/^[\w.-]+(?::\d+)?\/[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}$/.test(image), `${name} uses ${image}`),
    ),
  ),
  'nothing is called latest': (objects) =>
    objects.filter((one) => /:latest\b/.test(JSON.stringify(one))).map((one) => `${keyOf(one)} names latest`),
  'restricted pod security': each((pod) => podSecurityProblems(pod.spec)),
  'namespaces enforce restricted, at a version': eachNamespace(({ metadata }) =>
    psaModes.flatMap((mode) => [
      ...unless(
        metadata.labels?.[`pod-security.kubernetes.io/${mode}`] === 'restricted',
        `${mode} is not restricted`,
      ),
      ...unless(
        /^v1\.\d+$/.test(metadata.labels?.[`pod-security.kubernetes.io/${mode}-version`] ?? ''),
        `${mode} has no version`,
      ),
    ]),
  ),
  'namespaces have quota, limits and default deny': eachNamespace(({ metadata: { name } }, objects) => [
    ...unless(inNamespace(objects, 'ResourceQuota', name).length === 1, 'no ResourceQuota'),
    ...unless(inNamespace(objects, 'LimitRange', name).length === 1, 'no LimitRange'),
    ...unless(
      inNamespace(objects, 'NetworkPolicy', name).some(
        ({ spec }) =>
          Object.keys(spec.podSelector).length === 0 &&
          spec.ingress === undefined &&
          spec.egress === undefined &&
          spec.policyTypes.includes('Ingress') &&
          spec.policyTypes.includes('Egress'),
      ),
      'no default-deny NetworkPolicy',
    ),
  ]),
  'every pod may ask the names': each(({ labels, owner }, objects) =>
    unless(
      inNamespace(objects, 'NetworkPolicy', owner.metadata.namespace).some(
        ({ spec }) =>
          selects(spec.podSelector, labels) &&
          (spec.egress ?? []).some(({ ports = [] }: { ports?: { port: number }[] }) =>
            ports.some(({ port }) => port === 53),
          ),
      ),
      'no NetworkPolicy lets it ask DNS',
    ),
  ),
  'own service account with the pull secret, no token': each(({ spec, owner }, objects) => {
    const account = inNamespace(objects, 'ServiceAccount', owner.metadata.namespace).find(
      ({ metadata }) => metadata.name === spec.serviceAccountName,
    )
    return [
      ...unless(
        account !== undefined && spec.serviceAccountName !== 'default',
        'no ServiceAccount of its own',
      ),
      ...unless(
        (account?.['imagePullSecrets'] ?? []).length > 0,
        'its ServiceAccount has no imagePullSecrets',
      ),
      ...unless(spec.automountServiceAccountToken === false, 'mounts the token'),
    ]
  }),
  'resources are asked for and memory is limited': each(({ containers }) =>
    containers.flatMap(({ name, resources = {} }) => [
      ...['cpu', 'memory', 'ephemeral-storage'].flatMap((what) =>
        unless(resources.requests?.[what] !== undefined, `${name} asks for no ${what}`),
      ),
      ...unless(resources.limits?.memory !== undefined, `${name} has no limit of memory`),
    ]),
  ),
  'read-only root and a bounded /tmp': each(({ spec, containers }) => [
    ...containers.flatMap(({ name, securityContext, volumeMounts = [] }) => [
      ...unless(securityContext?.readOnlyRootFilesystem === true, `${name} may write its root`),
      ...unless(
        volumeMounts.some(({ mountPath }: { mountPath: string }) => mountPath === '/tmp'),
        `${name} has no /tmp`,
      ),
    ]),
    ...(spec.volumes ?? []).flatMap((volume: { name: string; emptyDir?: { sizeLimit?: string } }) =>
      unless(
        volume.emptyDir === undefined || volume.emptyDir.sizeLimit !== undefined,
        `${volume.name} has no size`,
      ),
    ),
  ]),
  'three probes, and liveness is another question than readiness': eachServer(({ spec }) =>
    spec.containers.flatMap((container: Record<string, unknown> & { name: string }) => [
      ...['startupProbe', 'readinessProbe', 'livenessProbe'].flatMap((probe) =>
        unless(container[probe] !== undefined, `${container.name} has no ${probe}`),
      ),
      ...unless(
        question(container['livenessProbe']) !== question(container['readinessProbe']),
        `${container.name} asks the same for liveness and readiness`,
      ),
    ]),
  ),
  'ends in order: preStop, and grace for it and the drain': eachServer(({ spec }) => {
    const sleep = Math.max(
      ...spec.containers.map((one: Any) => Number(one.lifecycle?.preStop?.sleep?.seconds ?? 0)),
    )
    return [
      ...unless(sleep > 0, 'no preStop sleep'),
      ...unless(Number(spec.terminationGracePeriodSeconds) > sleep + 10, 'its grace period is too short'),
    ]
  }),
  'spread over nodes, with a priority': eachServer(({ spec, owner }) => [
    ...unless(
      owner.kind === 'StatefulSet' || (spec.topologySpreadConstraints ?? []).length > 0,
      'is not spread',
    ),
    ...unless(typeof spec.priorityClassName === 'string', 'no priorityClassName'),
  ]),
  'two replicas or an autoscaler, never both': (objects) =>
    servers(objects)
      .filter(({ owner }) => owner.kind === 'Deployment')
      .flatMap(({ of, owner }) => {
        const isScaled = inNamespace(objects, 'HorizontalPodAutoscaler', owner.metadata.namespace).some(
          ({ spec }) => spec.scaleTargetRef.name === owner.metadata.name && spec.minReplicas >= 2,
        )
        const isFixed = Number(owner['spec'].replicas ?? 0) >= 2
        return unless(
          isScaled !== isFixed && (!isScaled || owner['spec'].replicas === undefined),
          `${of}: replicas and autoscaler do not fit`,
        )
      }),
  'nobody is without a pod during a rollout': eachServer(({ owner }) => [
    ...unless(Number(owner['spec'].minReadySeconds ?? 0) > 0, 'no minReadySeconds'),
    ...unless(
      owner.kind !== 'Deployment' || owner['spec'].strategy?.rollingUpdate?.maxUnavailable === 0,
      'maxUnavailable is not 0',
    ),
  ]),
  'a disruption budget below the replicas': (objects) =>
    servers(objects)
      .filter(({ owner }) => owner.kind === 'Deployment')
      .flatMap(({ of, owner, labels }) => {
        const budget = inNamespace(objects, 'PodDisruptionBudget', owner.metadata.namespace).find(
          ({ spec }) => selects(spec.selector, labels),
        )
        return [
          ...unless(
            budget !== undefined && Number(budget['spec'].minAvailable) < 2,
            `${of}: no budget below its replicas`,
          ),
          ...unless(
            budget?.['spec'].unhealthyPodEvictionPolicy === 'AlwaysAllow',
            `${of}: sick pods block evictions`,
          ),
        ]
      }),
  'cron jobs do not pile up': (objects) =>
    objects
      .filter(({ kind }) => kind === 'CronJob')
      .flatMap((one) =>
        unless(
          one['spec'].concurrencyPolicy === 'Forbid' && one['spec'].startingDeadlineSeconds > 0,
          `${keyOf(one)}: needs Forbid and startingDeadlineSeconds`,
        ),
      ),
  'a volume that one node holds has one pod': (objects) =>
    servers(objects)
      .filter(({ owner }) => owner.kind === 'Deployment')
      .flatMap(({ of, spec }) =>
        (spec.volumes ?? [])
          .filter((volume: Any) => volume.persistentVolumeClaim !== undefined)
          .map(() => `${of}: a claim in a Deployment`),
      ),
  'no secret in the clear': (objects) =>
    objects.flatMap((one) => [
      ...unless(
        one.kind !== 'Secret' || (one['data'] === undefined && one['stringData'] === undefined),
        `${keyOf(one)} holds a secret`,
      ),
      ...unless(!secretLike.test(JSON.stringify(one['data'] ?? {})), `${keyOf(one)} looks like a secret`),
    ]),
  'routes lead to no probe and no metrics': (objects) =>
    objects
      .filter(({ kind }) => kind === 'HTTPRoute')
      .flatMap((route) => [
        ...route['spec'].rules.flatMap((rule: Any) =>
          (rule.matches ?? []).flatMap((match: Any) =>
            unless(
              !/^\/(?:metrics|healthz|readyz)/.test(match.path?.value ?? ''),
              `${keyOf(route)} routes ${match.path?.value}`,
            ),
          ),
        ),
        ...route['spec'].rules.flatMap((rule: Any) =>
          (rule.backendRefs ?? []).flatMap((backend: Any) =>
            unless(backend.port === 8080, `${keyOf(route)} leads to port ${backend.port}`),
          ),
        ),
      ]),
  'HTTPS in one hop, and browsers remember it': (objects) => {
    const routes = objects.filter(({ kind }) => kind === 'HTTPRoute')
    const redirects = routes.filter((route) => JSON.stringify(route).includes('RequestRedirect'))
    return [
      ...unless(
        redirects.length === 1 && redirects[0]!['spec'].parentRefs[0].sectionName === 'http',
        'no single redirect at the HTTP listener',
      ),
      ...routes.flatMap((route) =>
        redirects.includes(route)
          ? []
          : [
              ...unless(
                route['spec'].parentRefs.every((parent: Any) => parent.sectionName === 'https'),
                `${keyOf(route)} answers plain HTTP`,
              ),
              ...unless(
                JSON.stringify(route).includes('Strict-Transport-Security'),
                `${keyOf(route)} has no HSTS`,
              ),
            ],
      ),
    ]
  },
  'what is named exists': referenceProblems,
}

const secretLike =
  /-----BEGIN [A-Z ]*PRIVATE KEY|:\/\/[^/\s:"]+:[^@\s"]+@|"(?:password|secret|token)[^"]*":"[^"]{6,}"/i

const question = (probe: unknown): string => {
  const { httpGet, tcpSocket, exec } = (probe ?? {}) as Record<string, unknown>
  return JSON.stringify([httpGet, tcpSocket, exec])
}
