/** Accounts of machines: who may do what, and until when. */
import { z } from 'zod'
import type { Sender } from './send.ts'

export interface Robot {
  readonly id: number
  /** As it signs in: `robot$goalixa+pull`; the prefix is Harbor's to choose. */
  readonly name: string
  readonly isDisabled: boolean
  /** Absent: it never ends. */
  readonly expiresAt?: Date
}

interface NewRobot {
  readonly name: string
  readonly level: 'system' | 'project'
  /** -1 for ever. */
  readonly days: number
  readonly description?: string
  /** One entry where the level is `project`. */
  readonly permissions: readonly {
    readonly project: string
    readonly access: readonly { readonly resource: string; readonly action: string }[]
  }[]
}

export interface HarborRobots {
  /** Of a project, or those of the system. */
  readonly robots: (projectId?: number) => Promise<readonly Robot[]>
  /** The secret comes this once. Nothing is created that may do more than its creator. */
  readonly createRobot: (robot: NewRobot) => Promise<Robot & { readonly secret: string }>
  /** Resolves with the new secret; the old one is good for nothing from now on. */
  readonly rotateRobot: (id: number) => Promise<string>
}

const robotSchema = z
  .object({ id: z.number(), name: z.string(), disable: z.boolean().default(false), expires_at: z.number() })
  .transform(({ id, name, disable, expires_at: at }): Robot => ({
    id,
    name,
    isDisabled: disable,
    ...(at === -1 ? {} : { expiresAt: new Date(at * 1000) }),
  }))
const secretSchema = z.object({ secret: z.string().min(1) })

export const harborRobots = (sender: Sender): HarborRobots => ({
  robots: (projectId) =>
    sender.list(
      '/robots',
      robotSchema,
      projectId === undefined ? {} : { query: { q: `Level=project,ProjectID=${projectId}` } },
    ),
  createRobot: async ({ name, level, days, description, permissions }) => {
    const { body } = await sender.write('POST', '/robots', {
      name,
      level,
      duration: days,
      disable: false,
      ...(description === undefined ? {} : { description }),
      permissions: permissions.map(({ project, access }) => ({
        kind: 'project',
        namespace: project,
        access,
      })),
    })
    const answer: unknown = JSON.parse(body.toString('utf8'))
    return { ...robotSchema.parse(answer), ...secretSchema.parse(answer) }
  },
  rotateRobot: async (id) => {
    const { body } = await sender.write('PATCH', `/robots/${id}`, { secret: '' })
    return secretSchema.parse(JSON.parse(body.toString('utf8'))).secret
  },
})
