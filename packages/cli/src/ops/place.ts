/** The way to the cluster of an environment, with failures of the cluster told as ours. */
import { openCluster } from '@goalixa/ops/cluster'
import type { Cluster } from '@goalixa/ops/cluster'
import { clusterFailure } from '@goalixa/ops/cluster-failure'
import type { Clock } from '@goalixa/ops/clock'
import { controlNamespace } from '@goalixa/ops/environment'
import { systemClock } from '@goalixa/ops/system-clock'
import type { PlaceFlags } from '../ops-command.ts'

export interface OpsPlace {
  readonly cluster: Cluster
  readonly clock: Clock
  readonly namespace: string
  readonly environment: string
}

export async function atPlace<T>(flags: PlaceFlags, work: (place: OpsPlace) => Promise<T>): Promise<T> {
  const cluster = openFor(flags)
  try {
    return await work({ cluster, clock: systemClock, namespace: controlNamespace, environment: flags.env })
  } catch (error) {
    throw clusterFailure(error, cluster.server)
  } finally {
    await cluster.close()
  }
}

export const openFor = ({ kubeconfig, context }: PlaceFlags): Cluster =>
  openCluster({
    clock: systemClock,
    ...(kubeconfig === undefined ? {} : { file: kubeconfig }),
    ...(context === undefined ? {} : { context }),
  })
