/** Answers that are no success become the error they stand for. */
import { AppError } from '@goalixa/contracts/errors'
import { Problem, fromProblem } from '@goalixa/contracts/problem'
import type { ErrorCode } from '@goalixa/contracts/error-catalogue'
import type { HttpResponse, TransportError, TransportFailure } from './transport.ts'

/** The `AppError` of an answer: its problem document, or what its status means when it has none. */
export async function problemOf(response: HttpResponse): Promise<AppError> {
  const requestId = response.headers['x-request-id']
  const problem = Problem.safeParse(await readJson(response))
  if (problem.success)
    return fromProblem(requestId === undefined ? problem.data : { requestId, ...problem.data })
  return new AppError(codeOf(response.status), `The server answered ${response.status} without saying why`, {
    try: 'check that GOALIXA_API_URL is a Goalixa server, or run: goalixa doctor',
    ...(requestId === undefined ? {} : { requestId }),
  })
}

const codes: Readonly<Record<TransportFailure, ErrorCode>> = {
  unreachable: 'service.unreachable',
  lost: 'upstream.broken',
  timeout: 'upstream.timeout',
  aborted: 'service.unreachable',
}

const sentences: Readonly<Record<TransportFailure, string>> = {
  unreachable: 'The server cannot be reached',
  lost: 'The server broke off its answer',
  timeout: 'The server took too long to answer',
  aborted: 'The request was given up',
}

/** The `AppError` of a call that got no answer. */
export function transportProblem(error: TransportError): AppError {
  return new AppError(codes[error.failure], `${sentences[error.failure]}: ${error.message}`, { cause: error })
}

async function readJson(response: HttpResponse): Promise<unknown> {
  const text = await response.text()
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** For proxies on the way that answer with pages of their own. */
function codeOf(status: number): ErrorCode {
  if (status === 401) return 'auth.required'
  if (status === 404) return 'request.not_found'
  if (status === 413) return 'request.too_large'
  if (status === 429) return 'rate.limited'
  if (status === 502) return 'upstream.broken'
  if (status === 503) return 'upstream.unavailable'
  if (status === 504) return 'upstream.timeout'
  return 'internal'
}
