/** Asks a service without its route, through the cluster: tells a broken way from a broken service. */
import { ApiRefusal } from '../api-refusal.ts'
import type { Cluster } from '../cluster.ts'
import type { KubeObject } from '../kube-object.ts'
import { backendOf } from './origins.ts'
import type { Behind } from './journeys.ts'

/** Answers in words: they are added to what failed. */
export const askBehindRoute =
  (cluster: Pick<Cluster, 'askService'>, objects: readonly KubeObject[]) =>
  async ({ origin, path }: Behind): Promise<string> => {
    const backend = backendOf(objects, origin)
    if (backend === undefined) return `no route of ${origin} says which service is behind it`
    const { namespace, service } = backend
    try {
      const { status, problem } = await cluster.askService(namespace, service, path)
      if (problem !== undefined) return `behind the route: ${problem}`
      return status < 400
        ? `behind the route ${service} answers ${status}: look at the way to it`
        : `behind the route ${service} answers ${status}, too`
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error
      return `nobody can tell what is behind the route: ${error.message}`
    }
  }
