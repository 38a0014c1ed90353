import type { JsonObject, KubeObject } from '../../kube-object.ts'
import { decodeObject, parseBody } from './decode.ts'
import { deleteObject } from './deletion.ts'
import type { DeleteOptions } from './deletion.ts'
import type { Answer, Exchange } from './exchange.ts'
import { listObjects } from './list.ts'
import { readLog } from './log-requests.ts'
import { askBehind } from './service-proxy.ts'
import { checkPlace, fieldValidationOf, managerOf, patchObject } from './patching.ts'
import { dryRunOf, matchOf } from './query.ts'
import { isWatch } from './request-path.ts'
import { badRequest, causes, failure, invalid, notFound } from './status.ts'
import { bind, evict, scale } from './subresources.ts'
import { watchObjects } from './watch.ts'
import { createObject, updateObject } from './writes.ts'

/** Carries out one request on a resource. @throws ApiError for every answer that is not a success */
export function handle(exchange: Exchange): Answer {
  const { target, method } = exchange
  if (target.resource.resource.endsWith('subjectaccessreviews')) return review(exchange)
  if (target.name === undefined) return handleCollection(exchange)
  const { resource, namespace = '', name, subresource } = target
  if (subresource === 'proxy') return askBehind(exchange)
  if (target.watch) return watchOne(exchange)
  const live = exchange.store.get(resource.resource, namespace, name)
  if (subresource !== undefined && subresource !== 'status') return handleSubresource(exchange, live)
  if (subresource === 'status' && !resource.subresources.includes('status')) throw unknownResource()
  if (method === 'PATCH') return patchObject(exchange, live)
  if (method === 'PUT') return replaceObject(exchange, live)
  if (method === 'POST') throw notAllowed()
  if (!live) throw notFound(resource, name)
  if (method === 'DELETE')
    return { code: 200, body: deleteObject(exchange.store, resource, live, deleteOptions(exchange)) }
  return { code: 200, body: live }
}

function handleCollection(exchange: Exchange): Answer {
  const { target, method, query, response, store } = exchange
  const { resource, namespace } = target
  if (method === 'POST') return { code: 201, body: create(exchange) }
  if (method === 'DELETE') {
    const matches = matchOf(resource, namespace, query)
    for (const object of store.list(resource.resource, namespace))
      if (matches(object)) deleteObject(store, resource, object, deleteOptions(exchange))
    return { code: 200, body: listObjects(exchange, resource, namespace, query) }
  }
  if (method !== 'GET') throw notAllowed()
  if (!isWatch(query) && !target.watch)
    return { code: 200, body: listObjects(exchange, resource, namespace, query) }
  watchObjects(exchange, resource, namespace, query, response)
  return undefined
}

// The old form /watch/…/name is a watch with a field selector.
function watchOne({ target, query, response, ...exchange }: Exchange): Answer {
  query.set('fieldSelector', `metadata.name=${target.name}`)
  watchObjects(exchange, target.resource, target.namespace, query, response)
  return undefined
}

function handleSubresource(exchange: Exchange, live: KubeObject | undefined): Answer {
  const { resource, name = '', subresource = '' } = exchange.target
  if (!resource.subresources.includes(subresource)) throw unknownResource()
  if (!live) throw notFound(resource, name)
  if (subresource === 'log') return readLog(exchange, live)
  if (subresource === 'scale') return scale(exchange, live)
  if (exchange.method !== 'POST') throw notAllowed()
  return subresource === 'eviction' ? evict(exchange, live) : bind(exchange, live)
}

function received(exchange: Exchange): KubeObject {
  const { target, query, warnings } = exchange
  const sent = parseBody(exchange.body, exchange.contentType, warnings) as KubeObject
  const metadata: JsonObject = { ...sent?.metadata }
  checkPlace(target, metadata)
  const { kind } = target.resource
  if (sent?.kind !== undefined && sent.kind !== kind)
    throw badRequest(`${sent.kind} in version "${target.resource.version}" cannot be handled as a ${kind}`)
  const placed = {
    ...sent,
    metadata: { ...metadata, ...(target.namespace === undefined ? {} : { namespace: target.namespace }) },
  }
  return decodeObject(target.resource, placed as KubeObject, {
    arrival: 'create',
    fieldValidation: fieldValidationOf(query),
    warnings,
  })
}

function create(exchange: Exchange): KubeObject {
  const { store, target, query, warnings } = exchange
  return createObject(store, target.resource, received(exchange), {
    dryRun: dryRunOf(query, 'CreateOptions'),
    writer: { manager: managerOf(exchange) },
    warnings,
  })
}

// These may be created by PUT, and these may not be replaced without a resourceVersion.
const createdByPut = new Set(['leases', 'events'])
const versionRequired = new Set(['leases', 'poddisruptionbudgets'])

function replaceObject(exchange: Exchange, live: KubeObject | undefined): Answer {
  const { store, target, query, warnings } = exchange
  const { resource, name = '', subresource } = target
  const object = received(exchange)
  if (!live) {
    if (!createdByPut.has(resource.resource)) throw notFound(resource, name)
    return { code: 201, body: create(exchange) }
  }
  if (!object.metadata.resourceVersion && (versionRequired.has(resource.resource) || resource.freeForm))
    throw invalid({ group: resource.group, kind: resource.resource }, name, [
      causes.invalid('metadata.resourceVersion', '0x0', 'must be specified for an update'),
    ])
  const updated = updateObject(store, resource, live, object, {
    dryRun: dryRunOf(query, 'UpdateOptions'),
    warnings,
    subresource,
    writer: { manager: managerOf(exchange), ...(subresource === undefined ? {} : { subresource }) },
  })
  return { code: 200, body: updated }
}

function deleteOptions({ body, contentType, query, warnings }: Exchange): DeleteOptions {
  const sent =
    body === '' ? {} : (parseBody(body, contentType, warnings) as DeleteOptions & { dryRun?: string[] })
  const grace = query.get('gracePeriodSeconds')
  const policy = query.get('propagationPolicy') as DeleteOptions['propagationPolicy'] | null
  return {
    ...sent,
    ...(grace === null ? {} : { gracePeriodSeconds: Number(grace) }),
    ...(policy ? { propagationPolicy: policy } : {}),
    dryRun:
      dryRunOf(query, 'DeleteOptions') || (sent.dryRun as unknown as string[] | undefined)?.[0] === 'All',
  }
}

/** SelfSubjectAccessReview: what is asked, answered and not stored. */
function review(exchange: Exchange): Answer {
  if (exchange.method !== 'POST') throw notAllowed()
  const sent = parseBody(exchange.body, exchange.contentType, exchange.warnings) as KubeObject
  const {
    verb,
    group = '',
    resource,
    namespace,
    name,
  } = (sent.spec?.['resourceAttributes'] ?? {}) as Record<string, string>
  const { user } = (sent.spec ?? {}) as { user?: string }
  const identity = user === undefined ? exchange.identity : exchange.access.named(user)
  const allowed = exchange.access.allowed(identity, {
    verb: verb ?? '',
    group,
    resource: resource ?? '',
    namespace,
    name,
  })
  const reason = allowed && identity.reason !== undefined ? { reason: identity.reason } : {}
  return {
    code: 201,
    body: {
      kind: sent.kind,
      apiVersion: sent.apiVersion,
      metadata: { creationTimestamp: null },
      spec: sent.spec,
      status: { allowed, ...reason },
    },
  }
}

export function unknownResource() {
  return failure(404, 'NotFound', 'the server could not find the requested resource', {})
}

function notAllowed() {
  return failure(
    405,
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
    {},
  )
}
