import type { KubeObject } from './kube-object.ts'

/** One name for an object wherever it is spoken of: `Deployment goalixa-app/app`, `Namespace goalixa-app`. */
export const objectKey = ({ kind, metadata }: Pick<KubeObject, 'kind' | 'metadata'>): string =>
  metadata.namespace === undefined
    ? `${kind} ${metadata.name}`
    : `${kind} ${metadata.namespace}/${metadata.name}`
