/** At which addresses people reach the services: the host names of their routes. Pure. */
import type { KubeObject } from '../kube-object.ts'
import { serviceLabel } from '../plan/services.ts'
import type { Origins } from './journeys.ts'

export const originNames = ['landing', 'pwa', 'api'] as const satisfies readonly (keyof Origins)[]

/** `given` comes first: `{ api: 'http://127.0.0.1:8080' }`. A route without a service behind it only redirects. */
export function originsIn(objects: readonly KubeObject[], given: Origins = {}): Origins {
  const found = originNames.flatMap((name) => {
    const route = objects.find((object) => isRouteOf(object, name))
    const host = (route?.spec?.['hostnames'] as readonly string[] | undefined)?.[0]
    return host === undefined || host.startsWith('*') ? [] : [[name, `https://${host}`] as const]
  })
  return { ...(Object.fromEntries(found) as Origins), ...given }
}

/** Where the route of a service leads: `{ namespace: 'goalixa-api', service: 'api:8080' }`. */
export function backendOf(
  objects: readonly KubeObject[],
  service: string,
): { readonly namespace: string; readonly service: string } | undefined {
  const routes = objects.filter((object) => isRouteOf(object, service))
  for (const { spec, metadata } of routes)
    for (const { backendRefs = [] } of spec!['rules'] as readonly { backendRefs?: readonly Backend[] }[])
      for (const { name, namespace = metadata.namespace, port } of backendRefs)
        if (name === service && namespace !== undefined) return { namespace, service: `${name}:${port}` }
  return undefined
}

interface Backend {
  readonly name: string
  readonly namespace?: string
  readonly port: number
}

const isRouteOf = ({ kind, metadata, spec }: KubeObject, service: string): boolean =>
  kind === 'HTTPRoute' &&
  metadata.labels?.[serviceLabel] === service &&
  ((spec?.['rules'] ?? []) as readonly { backendRefs?: readonly unknown[] }[]).some(
    ({ backendRefs = [] }) => backendRefs.length > 0,
  )
