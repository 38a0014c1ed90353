/** The images of a plan that a gate asks about, each once. Pure. */
import type { Plan } from '../plan/plan.ts'
import type { LookContext } from '../rollout/context.ts'
import { splitRepository } from '../registry/split-repository.ts'

export interface GatedImage {
  /** `harbor.example.com/goalixa/app:1.4.0`, for people. */
  readonly words: string
  readonly host: string
  /** Without the host. */
  readonly repository: string
  readonly digest: string
  readonly tag?: string
}

/** What was let out before must be there to go back to, whatever has become known of it since. */
export const gatedImages = ({ run, plan }: LookContext['journal']): readonly GatedImage[] =>
  run().kind === 'rollback' ? [] : imagesOf(plan)

export function imagesOf({ services }: Pick<Plan, 'services'>): readonly GatedImage[] {
  const all = services.flatMap(({ images }) =>
    images.map(({ repository, tag, digest }): readonly [string, GatedImage] => {
      const place = splitRepository(repository)
      const words = `${repository}${tag === undefined ? `@${digest.slice(0, 19)}` : `:${tag}`}`
      return [
        `${repository}@${digest}`,
        {
          words,
          host: place?.host ?? '',
          repository: place?.name ?? repository,
          digest,
          ...(tag === undefined ? {} : { tag }),
        },
      ]
    }),
  )
  return [...new Map(all).values()]
}
