import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { routeTable } from '@goalixa/contracts/routes'
import { startGateway } from '../testing/gateway.ts'
import type { TestGateway } from '../testing/gateway.ts'

let gateway: TestGateway
let document: z.infer<typeof OpenApi>
beforeAll(async () => {
  gateway = await startGateway()
  document = OpenApi.parse(await (await fetch(`${gateway.url}/openapi.json`)).json())
})
afterAll(() => gateway.close())

/** What OpenAPI 3.0 wants of the parts that we print. */
const Schema = z
  .record(z.string(), z.unknown())
  .refine((schema) => !('$schema' in schema) && !Array.isArray(schema['type']), 'not of 3.0')
const Content = z.record(z.string().regex(/^[a-z]+\/[a-z+-]+$/), z.strictObject({ schema: Schema }))
const Answer = z.union([
  z.strictObject({ $ref: z.string() }),
  z.strictObject({ description: z.string().min(1), content: Content.optional() }),
])
const Operation = z.strictObject({
  operationId: z.string(),
  summary: z.string().min(1),
  description: z.string().min(1),
  tags: z.array(z.string()).length(1),
  security: z.array(z.record(z.string(), z.array(z.never()))),
  parameters: z.array(
    z.object({
      name: z.string(),
      in: z.enum(['path', 'query', 'header']),
      required: z.boolean(),
      schema: Schema,
    }),
  ),
  requestBody: z.strictObject({ required: z.boolean(), content: Content }).optional(),
  responses: z.record(z.string().regex(/^([1-5]\d\d|default)$/), Answer),
})
const OpenApi = z.strictObject({
  openapi: z.literal('3.0.3'),
  info: z.object({ title: z.string(), version: z.string() }),
  servers: z.array(z.object({ url: z.literal('/') })),
  tags: z.array(z.object({ name: z.string() })),
  paths: z.record(
    z.string().startsWith('/'),
    z.partialRecord(z.enum(['get', 'post', 'patch', 'put', 'delete']), Operation),
  ),
  components: z.record(z.string(), z.record(z.string(), z.unknown())),
})

const operationOf = (path: string, method: string) => document.paths[path]?.[method.toLowerCase() as 'get']

describe('openapi.json', () => {
  it.each(routeTable.map((route) => [route.id, route] as const))('has %s', (id, { spec }) => {
    const operation = operationOf(spec.path, spec.method)!
    expect(operation.operationId).toBe(id)
    expect(operation.security.length === 0).toBe(spec.access === 'public')
    if (spec.access === 'user') expect(operation.description).toContain(spec.scope)
    expect(operation.requestBody === undefined).toBe(spec.body === undefined)
    expect(Object.keys(operation.responses)).toEqual([String(spec.status ?? 200), 'default'])
    const named = (place: string) =>
      operation.parameters
        .filter((one) => one.in === place)
        .map(({ name }) => name)
        .toSorted()
    expect(named('path')).toEqual([...spec.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).toSorted())
    expect(named('query')).toEqual(Object.keys(spec.query?.shape ?? {}).toSorted())
    for (const one of operation.parameters) expect(Object.keys(one.schema), one.name).not.toEqual([])
  })

  it('has nothing that the table does not have', () => {
    const printed = Object.values(document.paths).flatMap((operations) => Object.values(operations))
    expect(printed.map((one) => one.operationId).toSorted()).toEqual(
      routeTable.map(({ id }) => id).toSorted(),
    )
  })

  it('points only to what is there', () => {
    const pointers = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)]
    expect(pointers.length).toBeGreaterThan(0)
    for (const [, kind, name] of pointers) expect(document.components[kind!]).toHaveProperty(name!)
    const schemes = new Set(
      Object.values(document.paths).flatMap((all) =>
        Object.values(all).flatMap((one) => one.security.flatMap(Object.keys)),
      ),
    )
    expect(Object.keys(document.components['securitySchemes']!).toSorted()).toEqual([...schemes].toSorted())
  })

  it('describes a body as it is sent, with what may be left out', () => {
    const body = operationOf('/v1/tasks', 'POST')!.requestBody!.content['application/json']!.schema
    expect(body['required']).toEqual(['title'])
    expect(operationOf('/v1/timer/stop', 'POST')!.requestBody!.required).toBe(false)
  })
})
