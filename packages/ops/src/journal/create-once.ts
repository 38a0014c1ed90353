/** Creates an object whose name nobody else uses: that it is there already means that an answer was lost. */
import { isRefusal, isUnknown } from '../api-refusal.ts'
import type { Clock } from '../clock.ts'
import type { Cluster } from '../cluster.ts'
import type { GroupVersionResource, KubeObject } from '../kube-object.ts'

const tries = 5
const pauseMs = 1_000

/** Ends quietly when it is there; what it holds then is not looked at. */
export async function createOnce(
  { cluster, clock }: { readonly cluster: Cluster; readonly clock: Clock },
  kind: GroupVersionResource,
  object: KubeObject,
): Promise<void> {
  for (let count = 1; ; count += 1) {
    try {
      await cluster.create(kind, object)
      return
    } catch (error) {
      if (isRefusal(error, 'AlreadyExists')) return
      if (!isUnknown(error) || count === tries) throw error
      await clock.sleep(pauseMs)
    }
  }
}
