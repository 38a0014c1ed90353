/** Words for a plan: per object, what would become of it. */
import * as z from 'zod'
import { safeLine } from './safe-text.ts'
import { fit, widthOf } from './table.ts'
import type { Terminal } from './terminal.ts'

export const PlanDocument = z.object({
  environment: z.string(),
  /** SHA-256: the same for plans that do the same. */
  planHash: z.string(),
  /** Is there anything to do? */
  changes: z.boolean(),
  services: z.array(
    z.object({
      name: z.string(),
      /** 0 comes first; services of one level go together. */
      level: z.int(),
      images: z.array(
        z.object({
          repository: z.string(),
          tag: z.string().optional(),
          digest: z.string(),
          /** Digests by `os/arch`. */
          platforms: z.record(z.string(), z.string()),
        }),
      ),
      migration: z.enum(['expand', 'contract']).nullable(),
      /** Only objects that change. */
      changes: z.array(
        z.object({
          object: z.string(),
          action: z.enum(['create', 'change', 'none', 'prune']),
          fields: z.array(z.object({ path: z.string(), from: z.unknown(), to: z.unknown() })),
        }),
      ),
    }),
  ),
  /** Removed after all is verified. */
  prune: z.array(z.string()),
})
export type PlanDocument = z.infer<typeof PlanDocument>
type ServicePlan = PlanDocument['services'][number]
type Change = ServicePlan['changes'][number]
type Look = Pick<Terminal, 'paint' | 'width'>

export function planText(plan: PlanDocument, terminal: Look): string {
  const { environment, planHash, services, prune } = plan
  const changed = services.filter(({ changes }) => changes.length > 0)
  const same = services.filter(({ changes }) => changes.length === 0)
  const head = plan.changes
    ? `${environment}: ${counted(changed.length, 'service')} to change (plan ${planHash.slice(0, 8)})`
    : `${environment}: nothing changes (plan ${planHash.slice(0, 8)})`
  return [
    terminal.paint('bold', head),
    ...changed.map((service) => serviceText(service, terminal)),
    ...(prune.length === 0
      ? []
      : [
          [
            'Removed after all is verified',
            ...prune.map((object) => terminal.paint('red', `  - ${safeLine(object)}`)),
          ].join('\n'),
        ]),
    ...(same.length === 0 || changed.length === 0
      ? []
      : [`Without a change: ${same.map(({ name }) => safeLine(name)).join(', ')}`]),
  ].join('\n\n')
}

function serviceText({ name, level, images, migration, changes }: ServicePlan, terminal: Look): string {
  return [
    terminal.paint('bold', `${safeLine(name)} (level ${level})`),
    ...images.map(({ repository, tag, digest }) =>
      row(`  image ${imageText(repository, tag, digest)}`, terminal),
    ),
    ...(migration === null ? [] : [`  migration: ${migration}`]),
    ...changes.map((change) => changeText(change, terminal)),
  ].join('\n')
}

/** The digest's beginning is enough to tell two apart; --json has all of it. */
const imageText = (repository: string, tag: string | undefined, digest: string): string =>
  `${safeLine(repository)}${tag === undefined ? '' : `:${safeLine(tag)}`} ${digest.slice(0, 'sha256:'.length + 12)}`

function changeText({ object, action, fields }: Change, terminal: Look): string {
  const { paint } = terminal
  if (action === 'create') return paint('green', `  + ${safeLine(object)}`)
  return [
    paint('yellow', `  ~ ${safeLine(object)}`),
    ...fields.flatMap(({ path, from, to }) => [
      row(`      ${safeLine(path)}`, terminal),
      ...(from === null || from === undefined
        ? []
        : [paint('red', row(`        - ${valueText(from)}`, terminal))]),
      ...(to === null || to === undefined
        ? []
        : [paint('green', row(`        + ${valueText(to)}`, terminal))]),
    ]),
  ].join('\n')
}

const valueText = (value: unknown): string =>
  safeLine(typeof value === 'string' ? value : JSON.stringify(value))

/** Cut on a terminal; a pipe gets all of it. */
const row = (text: string, { width }: Look): string =>
  width === undefined || widthOf(text) <= width ? text : fit(text, width)

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
