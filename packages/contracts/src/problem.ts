/** How an error travels: RFC 9457 `application/problem+json`. Apart from the errors, which need no schemas. */
import * as z from 'zod'
import { errorCatalogue } from './error-catalogue.ts'
import { AppError } from './errors.ts'
import type { ErrorCode } from './error-catalogue.ts'

const FieldProblem = z.object({
  path: z.string(),
  message: z.string(),
  line: z.int().optional(),
  position: z.int().optional(),
})

/** RFC 9457, with our code, the next step and the request id. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  try: z.string().optional(),
  requestId: z.string().optional(),
  fields: z.array(FieldProblem).optional(),
  /** Of `sync.resync_required`: why. */
  reason: z.string().optional(),
})
export type Problem = z.infer<typeof Problem>

/** The problem document of an error; what is not an {@link AppError} tells nothing of itself. */
export function toProblem(error: unknown, requestId?: string): Problem {
  const known = error instanceof AppError ? error : new AppError('internal')
  return {
    type: `https://goalixa.com/errors#${known.code}`,
    title: errorCatalogue[known.code].title,
    status: known.status,
    detail: known.message,
    code: known.code,
    try: known.try,
    ...(requestId === undefined ? {} : { requestId }),
    ...(known.fields.length === 0 ? {} : { fields: [...known.fields] }),
    ...(known.reason === undefined ? {} : { reason: known.reason }),
  }
}

/** The error a problem document stands for; unknown codes become the nearest general one. */
export function fromProblem(problem: Problem): AppError {
  const known = Object.hasOwn(errorCatalogue, problem.code)
  const code = known ? (problem.code as ErrorCode) : 'internal'
  return new AppError(code, problem.detail, {
    ...(problem.try === undefined ? {} : { try: problem.try }),
    ...(problem.fields === undefined ? {} : { fields: problem.fields }),
    ...(problem.requestId === undefined ? {} : { requestId: problem.requestId }),
    ...(problem.reason === undefined ? {} : { reason: problem.reason }),
  })
}
