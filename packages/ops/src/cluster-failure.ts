/** What the API server refused, as a failure that says what to do about it. */
import { AppError } from '@goalixa/contracts/errors'
import { ApiRefusal } from './api-refusal.ts'

/** Anything but a refusal is handed back as it is. */
export function clusterFailure(error: unknown, server: string): unknown {
  if (!(error instanceof ApiRefusal)) return error
  const { status, message } = error
  if (status === 0)
    return new AppError('ops.unreachable', `${server} does not answer: ${reasonOf(error)}`, { cause: error })
  if (status === 401)
    return new AppError('ops.kubeconfig', `${server} does not know these credentials`, {
      try: 'sign in to the cluster again, or name another --context',
      cause: error,
    })
  if (status === 403) return forbidden(error)
  if (status === 404 && message.startsWith('namespaces '))
    return new AppError('ops.environment', message, { cause: error })
  return status === 429 || status >= 500
    ? new AppError('ops.unreachable', `${server} cannot answer: ${message}`, { cause: error })
    : new AppError('ops.manifests', message, { cause: error })
}

function reasonOf({ cause }: ApiRefusal): string {
  const { code, message } = (cause ?? {}) as { code?: string; message?: string }
  return code ?? message ?? 'no reason was given'
}

/** `User "x" cannot list resource "pods" in API group "" in the namespace "goalixa-app"` */
const sentence =
  /cannot (\w+) resource "([^"]+)" in API group "([^"]*)"(?: in the namespace "([^"]+)"| at the cluster scope)/

function forbidden(error: ApiRefusal): AppError {
  const [, verb, resource, group, namespace] = sentence.exec(error.message) ?? []
  if (verb === undefined || resource === undefined)
    return new AppError('ops.forbidden', error.message, { cause: error })
  const what = `${verb} ${resource}${group ? `.${group}` : ''}`
  const where = namespace === undefined ? 'in the whole cluster' : `in ${namespace}`
  return new AppError('ops.forbidden', `you may not ${what} ${where}`, {
    fields: [{ path: `${what} ${where}`, message: 'is not allowed' }],
    cause: error,
  })
}
