/** Harbor by its management interface (`/api/v2.0`). Everything rejects with `RegistryRefusal`. */
import { z } from 'zod'
import { harborArtifacts } from './harbor/artifacts.ts'
import type { HarborArtifacts } from './harbor/artifacts.ts'
import { harborProjects } from './harbor/projects.ts'
import type { HarborProjects } from './harbor/projects.ts'
import { harborRobots } from './harbor/robots.ts'
import type { HarborRobots } from './harbor/robots.ts'
import { createSender } from './harbor/send.ts'
import type { SenderOptions } from './harbor/send.ts'

export interface Harbor extends HarborArtifacts, HarborProjects, HarborRobots {
  /** Which of its parts are well; asks without credentials' help. */
  readonly health: () => Promise<{
    readonly isHealthy: boolean
    readonly sick: readonly { readonly name: string; readonly error: string }[]
  }>
  /** The version is told only to whoever is known. */
  readonly systemInfo: () => Promise<{ readonly version?: string; readonly isReadOnly: boolean }>
  readonly close: () => Promise<void>
}

const healthSchema = z.object({
  status: z.string(),
  components: z
    .array(z.object({ name: z.string(), status: z.string(), error: z.string().default('') }))
    .default([]),
})
const systemSchema = z.object({
  harbor_version: z.string().optional(),
  read_only: z.boolean().default(false),
})

/** Throws `RegistryRefusal` for an address without TLS that is not this machine's. */
export function openHarbor(options: SenderOptions): Harbor {
  const sender = createSender(options)
  return {
    ...harborArtifacts(sender),
    ...harborProjects(sender),
    ...harborRobots(sender),
    health: async () => {
      const { status, components } = await sender.get('/health', healthSchema)
      return {
        isHealthy: status === 'healthy',
        sick: components
          .filter((one) => one.status !== 'healthy')
          .map(({ name, error }) => ({ name, error })),
      }
    },
    systemInfo: async () => {
      const { harbor_version: version, read_only: isReadOnly } = await sender.get('/systeminfo', systemSchema)
      return { isReadOnly, ...(version === undefined ? {} : { version }) }
    },
    close: sender.close,
  }
}
