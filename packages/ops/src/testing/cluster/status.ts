import { qualified } from './resources.ts'
import type { Resource } from './resources.ts'

export type Cause = { reason: string; message: string; field: string }

export type Status = {
  kind: 'Status'
  apiVersion: 'v1'
  metadata: { continue?: string }
  status: 'Failure' | 'Success'
  message?: string
  reason?: string
  details?: { name?: string; group?: string; kind?: string; uid?: string; causes?: Cause[] }
  code?: number
}

/** An answer other than success: the body is a Status as the real server writes it. */
export class ApiError extends Error {
  readonly status: Status

  constructor(status: Status) {
    super(status.message)
    this.status = status
  }
}

export function failure(
  code: number,
  reason: string | undefined,
  message: string,
  details?: Status['details'],
): ApiError {
  return new ApiError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    ...(reason === undefined ? {} : { reason }),
    ...(details === undefined ? {} : { details }),
    code,
  })
}

/** `{ name, group, kind }` of an object, without what is empty. */
function detailsOf(
  resource: Resource,
  name: string | undefined,
  kind = resource.resource,
): NonNullable<Status['details']> {
  return {
    ...(name ? { name } : {}),
    ...(resource.group === '' ? {} : { group: resource.group }),
    kind,
  }
}

export function notFound(resource: Resource, name: string): ApiError {
  return failure(404, 'NotFound', `${qualified(resource)} "${name}" not found`, detailsOf(resource, name))
}

export function alreadyExists(resource: Resource, name: string): ApiError {
  return failure(
    409,
    'AlreadyExists',
    `${qualified(resource)} "${name}" already exists`,
    detailsOf(resource, name),
  )
}

export function badRequest(message: string): ApiError {
  return failure(400, 'BadRequest', message)
}

/** Conflicts name the plural, except those of a failed delete precondition, which name the kind. */
export function conflict(
  resource: Resource,
  name: string,
  why: string,
  called = resource.resource,
): ApiError {
  return failure(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(resource, called)} "${name}": ${why}`,
    detailsOf(resource, name, called),
  )
}

export function modified(resource: Resource, name: string): ApiError {
  return conflict(
    resource,
    name,
    'the object has been modified; please apply your changes to the latest version and try again',
  )
}

export function forbidden(
  resource: Resource,
  name: string | undefined,
  why: string,
  causes?: Cause[],
): ApiError {
  const subject = name ? `${qualified(resource)} "${name}"` : qualified(resource)
  return failure(403, 'Forbidden', `${subject} is forbidden: ${why}`, {
    ...detailsOf(resource, name),
    ...(causes ? { causes } : {}),
  })
}

/** 422 with a cause per field, as every validation answers. */
export function invalid(subject: { group: string; kind: string }, name: string, causes: Cause[]): ApiError {
  const texts = [...new Set(causes.map((cause) => `${cause.field}: ${cause.message}`))]
  const all = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`
  const called = subject.group === '' ? subject.kind : `${subject.kind}.${subject.group}`
  return failure(422, 'Invalid', `${called} "${name}" is invalid: ${all}`, {
    ...(name ? { name } : {}),
    ...(subject.group ? { group: subject.group } : {}),
    ...(subject.kind ? { kind: subject.kind } : {}),
    causes,
  })
}

export function deleted(resource: Resource, name: string, uid: string | undefined): Status {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { ...detailsOf(resource, name), ...(uid ? { uid } : {}) },
  }
}

export const causes = {
  invalid: (field: string, value: string, why: string): Cause => ({
    reason: 'FieldValueInvalid',
    message: `Invalid value: ${value}: ${why}`,
    field,
  }),
  required: (field: string, why = ''): Cause => ({
    reason: 'FieldValueRequired',
    message: why ? `Required value: ${why}` : 'Required value',
    field,
  }),
  forbidden: (field: string, why: string): Cause => ({
    reason: 'FieldValueForbidden',
    message: `Forbidden: ${why}`,
    field,
  }),
  tooLong: (field: string, limit: number): Cause => ({
    reason: 'FieldValueTooLong',
    message: `Too long: may not be more than ${limit} bytes`,
    field,
  }),
  notSupported: (field: string, value: string, supported: string): Cause => ({
    reason: 'FieldValueNotSupported',
    message: `Unsupported value: ${value}: supported values: ${supported}`,
    field,
  }),
}
