/** Which revision of a Deployment this is: a rollout compares it with the one that it made. */
import { hostname } from 'node:os'

/** The same rule is in packages/pwa/nginx-http.conf. Kubernetes makes names and hashes of these characters. */
const podName = /^[a-z0-9-]+-([bcdfghjklmnpqrstvwxz2456789]{6,10})-[bcdfghjklmnpqrstvwxz2456789]{5}$/

/** The hash of the pod's template, as it is in the pod's name; nothing where this is no pod of a Deployment. */
export const revisionHeader = (host = hostname()): string[] => {
  const hash = podName.exec(host)?.[1]
  return hash === undefined ? [] : ['Goalixa-Revision', hash]
}
