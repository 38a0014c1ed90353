/** Which environment a cluster is: its control namespace says so, and nothing is done in another one. */
import { AppError } from '@goalixa/contracts/errors'
import type { Cluster } from './cluster.ts'
import { environmentLabel } from './journal/journal.ts'
import { kinds } from './kinds.ts'

/** Where locks, journals and revisions are, unless said otherwise. */
export const controlNamespace = 'goalixa-api'

interface EnvironmentPlace {
  readonly cluster: Cluster
  readonly namespace: string
  readonly environment: string
}

/** Rejects with `ops.environment`. `mayBeNew`: a cluster that has nothing yet may become any. */
export async function assertEnvironment(
  { cluster, namespace, environment }: EnvironmentPlace,
  { mayBeNew = false } = {},
): Promise<void> {
  const found = await cluster.get(kinds.Namespace, namespace)
  const label = `${environmentLabel}=${environment}`
  if (found === undefined) {
    if (mayBeNew) return
    throw new AppError('ops.environment', `the cluster has no namespace ${namespace}`, {
      try: `if it is to become ${environment}: kubectl create namespace ${namespace} && kubectl label namespace ${namespace} ${label}`,
    })
  }
  const said = found.metadata.labels?.[environmentLabel]
  if (said === environment) return
  throw said === undefined
    ? new AppError('ops.environment', `the namespace ${namespace} does not say which environment it is`, {
        try: `if it is ${environment}: kubectl label namespace ${namespace} ${label}`,
      })
    : new AppError('ops.environment', `this cluster is ${said}, not ${environment}`)
}
