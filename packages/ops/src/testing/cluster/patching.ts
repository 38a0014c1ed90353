import type { JsonObject, KubeObject } from '../../kube-object.ts'
import { applyConfiguration } from './apply.ts'
import { timestamp } from './clock.ts'
import { decodeObject, parseBody, refuseValues } from './decode.ts'
import type { FieldValidation } from './decode.ts'
import type { Answer, Exchange } from './exchange.ts'
import { schemaFor } from './managed-fields.ts'
import { jsonPatch, mergePatch, strategicMergePatch } from './patch.ts'
import { dryRunOf } from './query.ts'
import { badRequest, causes, failure, invalid, notFound } from './status.ts'
import { createObject, updateObject } from './writes.ts'

export function fieldValidationOf(query: URLSearchParams): FieldValidation {
  const value = query.get('fieldValidation')
  return value === 'Strict' || value === 'Ignore' ? value : 'Warn'
}

/** The name in managedFields of a client that gives none. */
export function managerOf({ query, userAgent }: Exchange): string {
  return query.get('fieldManager') ?? (userAgent.split('/')[0] || 'unknown')
}

const patchOptions = { group: 'meta.k8s.io', kind: 'PatchOptions' }

/** PATCH in all four kinds, told apart by the content type. */
export function patchObject(exchange: Exchange, live: KubeObject | undefined): Answer {
  const { store, target, query, warnings } = exchange
  const { resource, name = '', subresource } = target
  const kind = exchange.contentType.split(';')[0]
  const patches = ['merge-patch+json', 'strategic-merge-patch+json', 'json-patch+json', 'apply-patch+yaml']
  if (!patches.some((patch) => kind === `application/${patch}`))
    throw failure(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {})
  const dryRun = dryRunOf(query, 'PatchOptions')
  if (kind === 'application/apply-patch+yaml') return apply(exchange, live, dryRun)
  if (!live) throw notFound(resource, name)
  const patch = parseBody(exchange.body, 'application/json', warnings)
  const patched = patchedBy(kind ?? '', live, patch, exchange) as KubeObject
  const object = decodeObject(resource, patched, {
    arrival: 'patch',
    fieldValidation: fieldValidationOf(query),
    warnings,
  })
  const updated = updateObject(store, resource, live, object, {
    dryRun,
    warnings,
    subresource,
    writer: { manager: managerOf(exchange), ...(subresource === undefined ? {} : { subresource }) },
  })
  return { code: 200, body: updated }
}

function patchedBy(kind: string, live: KubeObject, patch: unknown, { target }: Exchange): unknown {
  if (kind === 'application/json-patch+json') return jsonPatch(live, patch as never)
  if (kind === 'application/merge-patch+json') return mergePatch(live, patch)
  if (target.resource.freeForm)
    throw failure(415, 'UnsupportedMediaType', 'the body of the request was in an unknown format', {})
  return strategicMergePatch(live, patch, schemaFor(target.resource))
}

function apply(exchange: Exchange, live: KubeObject | undefined, dryRun: boolean): Answer {
  const { store, target, query, warnings } = exchange
  const { resource, subresource } = target
  const manager = query.get('fieldManager')
  if (manager === null || manager === '')
    throw invalid(patchOptions, '', [causes.required('fieldManager', 'is required for apply patch')])
  const sent = parseBody(exchange.body, exchange.contentType, warnings) as KubeObject
  const applied = decodeObject(resource, named(exchange, sent), {
    arrival: 'apply',
    fieldValidation: fieldValidationOf(query),
    warnings,
  })
  const how = { manager, subresource, force: query.get('force') === 'true', time: timestamp(store.clock) }
  const result = applyConfiguration(resource, live, applied, how)
  refuseValues(resource, applied)
  const options = { dryRun, warnings, subresource }
  if (!live) return { code: 201, body: createObject(store, resource, result, options) }
  const { uid, resourceVersion } = sent.metadata
  const metadata = { ...result.metadata }
  delete metadata.uid
  delete metadata.resourceVersion
  const guarded = {
    ...metadata,
    ...(uid === undefined ? {} : { uid }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
  }
  return { code: 200, body: updateObject(store, resource, live, { ...result, metadata: guarded }, options) }
}

/** @throws ApiError 400 when the body is of another object than the path */
function named({ target }: Exchange, sent: KubeObject): KubeObject {
  const { name = '', namespace } = target
  const metadata: JsonObject = { ...sent?.metadata }
  if (metadata['managedFields'] !== undefined) throw badRequest('metadata.managedFields must be nil')
  checkPlace({ name, namespace }, metadata)
  return { ...sent, metadata: { ...metadata, name, ...(namespace === undefined ? {} : { namespace }) } }
}

/** @throws ApiError 400 when name or namespace of a body are not those of the path */
export function checkPlace(
  path: { name?: string | undefined; namespace: string | undefined },
  metadata: JsonObject,
) {
  if (path.name !== undefined && metadata['name'] !== undefined && metadata['name'] !== path.name)
    throw badRequest(
      `the name of the object (${metadata['name']}) does not match the name on the URL (${path.name})`,
    )
  if (
    metadata['namespace'] !== undefined &&
    path.namespace !== undefined &&
    metadata['namespace'] !== path.namespace
  )
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
}
