import * as z from 'zod'

/** What `--json` prints instead of a result. */
export const FailureDocument = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    try: z.string(),
    exit: z.int(),
    requestId: z.string().optional(),
    fields: z
      .array(
        z.object({
          path: z.string(),
          message: z.string(),
          line: z.int().optional(),
          position: z.int().optional(),
        }),
      )
      .optional(),
  }),
})
