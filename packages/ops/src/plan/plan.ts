/**
 * A plan: what a deploy will do, frozen. Tags are digests in it, manifests are as they will be sent, and the hash
 * changes with anything that matters. It can be kept in a file, read, and run later.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { KubeObject } from '../kube-object.ts'
import { canonical } from './canonical.ts'

const kubeObject = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
}) as unknown as z.ZodType<KubeObject>

const change = z.object({
  /** `Deployment goalixa-app/app` */
  object: z.string(),
  action: z.enum(['create', 'change', 'none', 'prune']),
  /** Field by field, as the server's dry run showed it. */
  fields: z.array(z.object({ path: z.string(), from: z.unknown(), to: z.unknown() })),
})

const image = z.object({
  /** `harbor.example.com/goalixa/app` */
  repository: z.string(),
  tag: z.string().optional(),
  digest: z.string(),
  /** By `os/arch`; one entry where the image is no index. */
  platforms: z.record(z.string(), z.string()).default({}),
})

const service = z.object({
  name: z.string(),
  /** 0 comes first; services of one level go together. */
  level: z.number().int().nonnegative(),
  images: z.array(image),
  manifests: z.array(kubeObject),
  /** A Job that has to succeed before this service is applied. */
  migration: z.object({ job: kubeObject, kind: z.enum(['expand', 'contract']) }).optional(),
  changes: z.array(change),
})

export const planSchema = z.object({
  version: z.literal(1),
  environment: z.string(),
  /** The cluster that it was made for: the uid of its `kube-system`. */
  cluster: z.string(),
  services: z.array(service),
  /** Of the revision before, and no longer in the manifests: removed after all is verified. */
  prune: z.array(kubeObject).default([]),
  /** What was there, by object: a plan does not fit a cluster that moved on. */
  basedOn: z.record(z.string(), z.string()),
})

export type Plan = z.infer<typeof planSchema>
export type PlannedService = Plan['services'][number]
export type PlannedImage = z.infer<typeof image>
export type ObjectChange = z.infer<typeof change>

/** SHA-256 of what the plan says, as 64 hex digits. Two plans that do the same have the same one. */
export const planHash = ({ services, prune, environment, cluster }: Plan): string =>
  createHash('sha256')
    .update(
      canonical({
        environment,
        cluster,
        prune,
        services: services.map(({ name, level, images, manifests, migration }) => ({
          name,
          level,
          images,
          manifests,
          migration,
        })),
      }),
    )
    .digest('hex')

export const hasChanges = ({ services, prune }: Plan): boolean =>
  prune.length > 0 || services.some(({ changes }) => changes.some(({ action }) => action !== 'none'))

/** All that a plan sends, with the Jobs of its migrations. */
export const objectsOf = ({ services }: Plan): readonly KubeObject[] =>
  services.flatMap(({ manifests, migration }) =>
    migration === undefined ? manifests : [...manifests, migration.job],
  )

/** The levels of a plan, first to last, each with its services. */
export function levelsOf({ services }: Plan): readonly (readonly PlannedService[])[] {
  const numbers = [...new Set(services.map(({ level }) => level))].toSorted((a, b) => a - b)
  return numbers.map((number) => services.filter(({ level }) => level === number))
}
