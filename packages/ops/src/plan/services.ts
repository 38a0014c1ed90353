/** Which objects belong together, and which service waits for which. */
import { AppError } from '@goalixa/contracts/errors'
import type { KubeObject } from '../kube-object.ts'
import { objectKey } from '../object-key.ts'
import { inApplyOrder } from './order.ts'

/** What waits for what: auth and app carry the migrations, the gateway needs both, pages need the gateway. */
const waitsFor: Readonly<Record<string, readonly string[]>> = {
  foundation: [],
  database: ['foundation'],
  auth: ['database'],
  app: ['database'],
  api: ['auth', 'app'],
  pwa: ['api'],
  landing: ['api'],
}

export const serviceLabel = 'app.kubernetes.io/name'
/** On a Job that has to succeed before its service is applied: `expand` or `contract`. */
const migrationLabel = 'goalixa.com/migration'

export interface ServiceObjects {
  readonly name: string
  readonly level: number
  readonly manifests: readonly KubeObject[]
  readonly migration?: { readonly job: KubeObject; readonly kind: 'expand' | 'contract' }
}

/** Objects without the label of a service are the foundation: namespaces, quotas, policies between services. */
export function servicesIn(
  objects: readonly KubeObject[],
  only?: readonly string[],
): readonly ServiceObjects[] {
  const present = [...new Set(objects.map(serviceOf))]
  const unknown = (only ?? []).filter((name) => !present.includes(name))
  if (unknown.length > 0)
    throw new AppError('ops.manifests', `there is no service ${unknown.join(', ')} in the manifests`, {
      try: `choose from: ${present.toSorted().join(', ')}`,
    })
  return present
    .filter((name) => only === undefined || only.includes(name))
    .map((name) => {
      const own = objects.filter((object) => serviceOf(object) === name)
      const jobs = own.filter(isMigration)
      if (jobs.length > 1)
        throw new AppError('ops.manifests', `${name} has ${jobs.length} migration jobs, one is allowed`)
      const job = jobs[0]
      return {
        name,
        level: levelOf(name),
        manifests: inApplyOrder(own.filter((object) => !isMigration(object))),
        ...(job === undefined ? {} : { migration: { job, kind: migrationKind(job) } }),
      }
    })
    .toSorted((a, b) => a.level - b.level || a.name.localeCompare(b.name))
}

/** Without one of ours a service waits for the foundation only. */
function levelOf(name: string): number {
  const before = waitsFor[name] ?? ['foundation']
  return before.length === 0 ? 0 : 1 + Math.max(...before.map(levelOf))
}

function serviceOf(object: KubeObject): string {
  const name = object.metadata.labels?.[serviceLabel]
  return name !== undefined && object.kind !== 'Namespace' && name in waitsFor ? name : 'foundation'
}

const isMigration = ({ kind, metadata }: KubeObject) =>
  kind === 'Job' && metadata.labels?.[migrationLabel] !== undefined

function migrationKind(job: KubeObject): 'expand' | 'contract' {
  const kind = job.metadata.labels![migrationLabel]
  if (kind === 'expand' || kind === 'contract') return kind
  throw new AppError('ops.manifests', `${objectKey(job)} says ${migrationLabel}: ${kind}`, {
    try: 'say expand (old and new code work with the result) or contract (only new code does)',
  })
}
