import type { JsonObject } from '../../kube-object.ts'

/** A copy in which members that are absent have these values. */
export function withDefaults(value: JsonObject | undefined, defaults: JsonObject): JsonObject {
  const present = Object.fromEntries(
    Object.entries(value ?? {}).filter(([, member]) => member !== undefined && member !== null),
  )
  return { ...defaults, ...present }
}

/** What the server fills into a pod spec, whether of a pod or of a template. */
function defaultedPodSpec(spec: JsonObject): JsonObject {
  const named = spec['serviceAccountName'] ?? spec['serviceAccount']
  return withDefaults(
    {
      ...spec,
      containers: ((spec['containers'] ?? []) as JsonObject[]).map((container) =>
        defaultedContainer(container),
      ),
      ...(Array.isArray(spec['initContainers'])
        ? {
            initContainers: (spec['initContainers'] as JsonObject[]).map((container) =>
              defaultedContainer(container),
            ),
          }
        : {}),
      ...(Array.isArray(spec['volumes'])
        ? { volumes: (spec['volumes'] as JsonObject[]).map((volume) => defaultedVolume(volume)) }
        : {}),
      ...(named === undefined
        ? {}
        : { serviceAccountName: named as string, serviceAccount: named as string }),
    },
    {
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      securityContext: {},
      schedulerName: 'default-scheduler',
    },
  )
}

function defaultedContainer(container: JsonObject): JsonObject {
  const image = String(container['image'] ?? '')
  const floating = !image.includes('@') && (image.endsWith(':latest') || !/:[^/]+$/.test(image))
  const filled = withDefaults(container, {
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: floating ? 'Always' : 'IfNotPresent',
  })
  for (const probe of ['readinessProbe', 'livenessProbe', 'startupProbe'])
    if (filled[probe]) filled[probe] = defaultedProbe(filled[probe] as JsonObject)
  const { ports, env, lifecycle } = filled as {
    ports?: JsonObject[]
    env?: JsonObject[]
    lifecycle?: JsonObject
  }
  if (ports) filled['ports'] = ports.map((port) => withDefaults(port, { protocol: 'TCP' }))
  if (env) filled['env'] = env.map((variable) => defaultedVariable(variable))
  if (lifecycle)
    filled['lifecycle'] = Object.fromEntries(
      Object.entries(lifecycle).map(([hook, action]) => [hook, withScheme(action as JsonObject)]),
    )
  return filled
}

function defaultedProbe(probe: JsonObject): JsonObject {
  return withDefaults(withScheme(probe), {
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
  })
}

function withScheme(action: JsonObject): JsonObject {
  if (!action['httpGet']) return action
  return { ...action, httpGet: withDefaults(action['httpGet'] as JsonObject, { scheme: 'HTTP' }) }
}

function defaultedVariable(variable: JsonObject): JsonObject {
  const fieldRef = (variable['valueFrom'] as JsonObject | undefined)?.['fieldRef'] as JsonObject | undefined
  if (!fieldRef) return variable
  return { ...variable, valueFrom: { fieldRef: withDefaults(fieldRef, { apiVersion: 'v1' }) } }
}

function defaultedVolume(volume: JsonObject): JsonObject {
  const filled = { ...volume }
  for (const source of ['configMap', 'secret', 'downwardAPI', 'projected'])
    if (filled[source]) filled[source] = withDefaults(filled[source] as JsonObject, { defaultMode: 420 })
  return filled
}

/** What the server and its admission add to a pod, but not to a template. */
export function defaultedPod(spec: JsonObject): JsonObject {
  const filled = withDefaults(defaultedPodSpec(spec), {
    serviceAccountName: 'default',
    serviceAccount: 'default',
    enableServiceLinks: true,
    preemptionPolicy: 'PreemptLowerPriority',
    priority: 0,
    tolerations: ['not-ready', 'unreachable'].map((trouble) => ({
      key: `node.kubernetes.io/${trouble}`,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: 300,
    })),
  })
  filled['containers'] = (filled['containers'] as JsonObject[]).map((container) => withRequests(container))
  return filled
}

// A container with a limit and no request asks for the limit.
function withRequests(container: JsonObject): JsonObject {
  const { limits, requests } = container['resources'] as { limits?: JsonObject; requests?: JsonObject }
  if (!limits) return container
  return { ...container, resources: { limits, requests: { ...limits, ...requests } } }
}

export function defaultedTemplate(template: JsonObject | undefined): JsonObject {
  return {
    ...template,
    metadata: { creationTimestamp: null, ...(template?.['metadata'] as JsonObject | undefined) },
    spec: defaultedPodSpec((template?.['spec'] ?? {}) as JsonObject),
  }
}
