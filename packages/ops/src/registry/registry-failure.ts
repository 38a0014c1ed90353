/** What a registry refuses, as a failure that people read. */
import { AppError } from '@goalixa/contracts/errors'
import { RegistryRefusal } from './refusal.ts'

/** Anything else is handed back as it is. */
export function registryFailure(error: unknown): unknown {
  if (!(error instanceof RegistryRefusal)) return error
  const code = error.kind === 'unreachable' ? 'ops.registry_unreachable' : 'ops.registry_refused'
  return new AppError(code, error.message, { cause: error })
}
