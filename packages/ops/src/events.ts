/**
 * What a run tells while it goes on, one JSON object per line. Members are only added within one `v`; a change that
 * breaks a reader makes it 2.
 */
import { z } from 'zod'

export const eventTypes = [
  'plan',
  'lock',
  'check',
  'gate',
  'step',
  'progress',
  'verdict',
  'log',
  'verify',
  'rollback',
  'result',
] as const

export const eventSchema = z.object({
  v: z.literal(1),
  /** From 1, without a gap, within one process. */
  seq: z.number().int().positive(),
  time: z.iso.datetime(),
  run: z.string(),
  /** The plan's hash. */
  plan: z.string(),
  type: z.enum(eventTypes),
  service: z.string().optional(),
  /** For people, one line. */
  message: z.string(),
  data: z.record(z.string(), z.unknown()),
})

export type OpsEvent = z.infer<typeof eventSchema>

/** What the parts of a run hand on; numbers and names are added where they are known. */
export type Tell = (
  type: OpsEvent['type'],
  message: string,
  more?: { readonly service?: string; readonly data?: Readonly<Record<string, unknown>> },
) => void

interface Teller {
  readonly run: string
  readonly plan: string
  readonly now: () => Date
  readonly write: (event: OpsEvent) => void
}

export function createTell({ run, plan, now, write }: Teller): Tell {
  let seq = 0
  return (type, message, { service, data = {} } = {}) => {
    seq += 1
    const event = { v: 1 as const, seq, time: now().toISOString(), run, plan, type, message, data }
    write(service === undefined ? event : { ...event, service })
  }
}
