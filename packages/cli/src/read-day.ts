import { AppError } from '@goalixa/contracts/errors'
import { CivilDate } from '@goalixa/contracts/primitives'

/** A civil date in a path. @throws AppError `request.invalid`, as the server names a part of the path */
export function readDay(text: string): string {
  const read = CivilDate.safeParse(text)
  if (read.success) return read.data
  const [{ message } = { message: 'it is no date' }] = read.error.issues
  const path = 'params.date'
  throw new AppError('request.invalid', `${path}: ${message}`, { fields: [{ path, message }] })
}
