/** A run as its journal has it: plain data, from which alone it can be taken up again. */
import { z } from 'zod'

const step = z.object({
  /** `apply auth`, `watch 1`: unique in a run. */
  name: z.string(),
  /** When it was about to begin. */
  intent: z.iso.datetime(),
  /** What it has to know later of the time before. */
  before: z.unknown().optional(),
  /** The object that it was about to write last. */
  object: z.string().optional(),
  /** Absent as long as nobody knows. */
  result: z
    .object({
      at: z.iso.datetime(),
      outcome: z.enum(['ok', 'failed', 'skipped']),
      /** For people: the verdict's message, what was skipped and why. No secrets. */
      detail: z.string().optional(),
      /** Services that somebody else changed meanwhile. */
      foreign: z.array(z.string()).optional(),
      data: z.unknown().optional(),
    })
    .optional(),
})

export const runSchema = z.object({
  version: z.literal(1),
  id: z.string(),
  environment: z.string(),
  planHash: z.string(),
  kind: z.enum(['deploy', 'rollback']),
  actor: z.string(),
  reason: z.string(),
  startedAt: z.iso.datetime(),
  /** The fencing token of whoever writes now; grows when another takes the run up. */
  token: z.number().int(),
  /** Set by `abort`, by whoever asks: the run's holder sees it before its next step. */
  abort: z.object({ by: z.string(), at: z.iso.datetime() }).optional(),
  /** Gates that somebody overrode, with the reason given. */
  overrides: z.record(z.string(), z.string()).default({}),
  steps: z.array(step),
  outcome: z.enum(['committed', 'refused', 'rolled-back', 'rollback-failed', 'aborted']).optional(),
  endedAt: z.iso.datetime().optional(),
})

export type Run = z.infer<typeof runSchema>
export type RunStep = Run['steps'][number]
