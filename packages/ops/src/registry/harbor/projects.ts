/** Projects and their rules: what may be pulled, what may be moved, what is kept. */
import { z } from 'zod'
import { projectPath } from './address.ts'
import type { Sender } from './send.ts'

interface Project {
  readonly id: number
  readonly name: string
  /** Words, also for numbers and truth: `{ prevent_vul: 'true', severity: 'high' }`. */
  readonly metadata: Readonly<Record<string, string>>
}

/** Tags that fit `tags` in repositories that fit `repositories` stay where they are; `**` is all of them. */
interface ImmutabilityRule {
  readonly id: number
  readonly isDisabled: boolean
  readonly tags: readonly string[]
  readonly repositories: readonly string[]
}

interface Retention {
  readonly id: number
  /** What keeps an artifact: `latestPushedK` with 10, `always` with nothing. */
  readonly rules: readonly {
    readonly template: string
    readonly count?: number
    readonly tags: readonly string[]
  }[]
  /** Six fields, seconds first, or empty. */
  readonly cron: string
}

export interface HarborProjects {
  readonly projects: () => Promise<readonly Project[]>
  readonly hasProject: (name: string) => Promise<boolean>
  readonly project: (name: string) => Promise<Project>
  readonly createProject: (name: string, metadata?: Project['metadata']) => Promise<void>
  readonly updateProject: (name: string, metadata: Project['metadata']) => Promise<void>
  readonly immutabilityRules: (project: string) => Promise<readonly ImmutabilityRule[]>
  readonly createImmutabilityRule: (
    project: string,
    rule: Pick<ImmutabilityRule, 'tags' | 'repositories'>,
  ) => Promise<void>
  /** Undefined for a project that keeps everything. */
  readonly retention: (project: string) => Promise<Retention | undefined>
  /** What its rules would remove is only reckoned. */
  readonly tryRetention: (id: number) => Promise<void>
}

const projectSchema = z
  .object({
    project_id: z.number(),
    name: z.string(),
    metadata: z.record(z.string(), z.string()).nullish(),
  })
  .transform(({ project_id: id, name, metadata }): Project => ({ id, name, metadata: metadata ?? {} }))

const selectors = z.array(z.object({ pattern: z.string() })).default([])
const patterns = (all: readonly { readonly pattern: string }[]) => all.map(({ pattern }) => pattern)

const immutabilitySchema = z
  .object({
    id: z.number(),
    disabled: z.boolean().default(false),
    tag_selectors: selectors,
    scope_selectors: z.object({ repository: selectors }),
  })
  .transform(({ id, disabled, tag_selectors: tags, scope_selectors: { repository } }): ImmutabilityRule => ({
    id,
    isDisabled: disabled,
    tags: patterns(tags),
    repositories: patterns(repository),
  }))

const retentionSchema = z
  .object({
    id: z.number(),
    trigger: z.object({ settings: z.object({ cron: z.string().default('') }) }),
    rules: z.array(
      z.object({
        template: z.string(),
        params: z.record(z.string(), z.number()).nullish(),
        tag_selectors: selectors,
      }),
    ),
  })
  .transform(({ id, trigger, rules }): Retention => ({
    id,
    cron: trigger.settings.cron,
    rules: rules.map(({ template, params, tag_selectors: tags }) => {
      const count = params?.[template]
      return { template, tags: patterns(tags), ...(count === undefined ? {} : { count }) }
    }),
  }))

export function harborProjects(sender: Sender): HarborProjects {
  const project: HarborProjects['project'] = (name) => sender.get(projectPath(name), projectSchema)
  return {
    project,
    projects: () => sender.list('/projects', projectSchema),
    hasProject: (name) => sender.exists('/projects', { project_name: name }),
    createProject: async (name, metadata = { public: 'false' }) =>
      void (await sender.write('POST', '/projects', { project_name: name, metadata, storage_limit: -1 })),
    updateProject: async (name, metadata) =>
      void (await sender.write('PUT', projectPath(name), { metadata })),
    immutabilityRules: (name) => sender.list(`${projectPath(name)}/immutabletagrules`, immutabilitySchema),
    createImmutabilityRule: async (name, { tags, repositories }) => {
      const selector = (decoration: string) => (pattern: string) => ({
        kind: 'doublestar',
        decoration,
        pattern,
      })
      await sender.write('POST', `${projectPath(name)}/immutabletagrules`, {
        disabled: false,
        action: 'immutable',
        template: 'immutable_template',
        tag_selectors: tags.map(selector('matches')),
        scope_selectors: { repository: repositories.map(selector('repoMatches')) },
      })
    },
    retention: async (name) => {
      const { metadata } = await project(name)
      const id = metadata['retention_id']
      return id === undefined
        ? undefined
        : sender.get(`/retentions/${encodeURIComponent(id)}`, retentionSchema)
    },
    tryRetention: async (id) =>
      void (await sender.write('POST', `/retentions/${id}/executions`, { dry_run: true })),
  }
}
