/**
 * Reads what a command asks for as the server would read it from a request: the same rules for names, texts and
 * instants, the same words when something does not fit.
 */
import { AppError } from '@goalixa/contracts/errors'
import type { FieldProblem } from '@goalixa/contracts/errors'
import type * as z from 'zod'

/** The body after its way through JSON. @throws AppError `request.invalid` */
export const readBody = <Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> =>
  read(schema, JSON.parse(JSON.stringify(body ?? {})) as unknown, [])

/** The query after its way through an address: text, or several. @throws AppError `request.invalid` */
export function readQuery<Schema extends z.ZodType>(schema: Schema, query: object): z.output<Schema> {
  const given = Object.entries(query).flatMap(([name, value]): [string, string | string[]][] => {
    const texts = [value]
      .flat()
      .filter((one) => one !== undefined && one !== null)
      .map(String)
    return texts.length === 0 ? [] : [[name, texts.length === 1 ? texts[0]! : texts]]
  })
  return read(schema, Object.fromEntries(given), ['query'])
}

function read<Schema extends z.ZodType>(schema: Schema, value: unknown, prefix: readonly string[]) {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.flatMap((issue) => problemsOf(issue, prefix)).slice(0, 50)
  const [first] = fields
  throw new AppError('request.invalid', `${first!.path}: ${first!.message}`, { fields })
}

function problemsOf(issue: z.core.$ZodIssue, prefix: readonly string[]): FieldProblem[] {
  const at = (...rest: PropertyKey[]) => [...prefix, ...issue.path, ...rest].join('.')
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: at(key), message: 'this field is not known' }))
  return [{ path: at() || 'body', message: issue.message }]
}
