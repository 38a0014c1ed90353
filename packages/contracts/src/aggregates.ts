/** Aggregates: one answer of the gateway made of several; a part that fails says so and the others still come. */
import * as z from 'zod'
import { Problem } from './problem.ts'

/** `ms`: how long the part took at the gateway. Exactly one of `data` and `problem` is there. */
export const part = <Data extends z.ZodType>(data: Data) =>
  z.object({ status: z.int(), ms: z.int(), data: data.optional(), problem: Problem.optional() })

/** `complete`: did every part come? When none does, the answer is 503 instead. */
export const aggregate = <Parts extends z.ZodRawShape>(parts: Parts) =>
  z.object({ complete: z.boolean(), parts: z.object(parts) })
