/** A status with Harbor's own body for it. */
export class HarborRefusal extends Error {
  readonly status: number
  readonly code: string
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

export const unauthorized = (message = 'unauthorized') => new HarborRefusal(401, 'UNAUTHORIZED', message)
export const forbidden = (message = 'forbidden') => new HarborRefusal(403, 'FORBIDDEN', message)
export const notFound = (message: string) => new HarborRefusal(404, 'NOT_FOUND', message)
export const conflict = (message: string) => new HarborRefusal(409, 'CONFLICT', message)
export const badRequest = (message: string) => new HarborRefusal(400, 'BAD_REQUEST', message)
export const precondition = (message: string) => new HarborRefusal(412, 'PRECONDITION', message)
export const unprocessable = (message: string) =>
  new HarborRefusal(422, 'UNPROCESSABLE_ENTITY', `validation failure list:\n${message}`)
