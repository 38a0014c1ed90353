/** Rendered objects as the checks need them. */

// oxlint-disable-next-line typescript/no-explicit-any -- a manifest has as many shapes as there are kinds
export type Any = any

export interface Manifest {
  readonly kind: string
  readonly apiVersion: string
  readonly metadata: Any
  [member: string]: Any
}

export interface PodTemplate {
  /** `Deployment goalixa-app/app` */
  readonly of: string
  readonly owner: Manifest
  readonly labels: Readonly<Record<string, string>>
  readonly spec: Any
  readonly containers: readonly Any[]
}

export const keyOf = ({ kind, metadata }: Manifest): string =>
  `${kind} ${metadata.namespace ?? ''}/${metadata.name}`

/** The pods that our manifests make, jobs' included. */
export function podTemplates(objects: readonly Manifest[]): readonly PodTemplate[] {
  return objects.flatMap((owner) => {
    const template = owner.kind === 'CronJob' ? owner.spec.jobTemplate.spec.template : owner.spec?.template
    if (template?.spec?.containers === undefined) return []
    return [
      {
        of: keyOf(owner),
        owner,
        labels: template.metadata?.labels ?? {},
        spec: template.spec,
        containers: [...(template.spec.initContainers ?? []), ...template.spec.containers],
      },
    ]
  })
}

/** Those that go on for ever. */
export const servers = (objects: readonly Manifest[]): readonly PodTemplate[] =>
  podTemplates(objects).filter(({ owner }) => owner.kind === 'Deployment' || owner.kind === 'StatefulSet')

export const selects = (selector: Any, labels: Readonly<Record<string, string>>): boolean =>
  Object.entries((selector?.matchLabels ?? selector ?? {}) as Record<string, string>).every(
    ([name, value]) => labels[name] === value,
  )
