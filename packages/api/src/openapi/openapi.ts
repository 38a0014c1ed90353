/** The route table as an OpenAPI document: what the services check is what it prints. */
import * as z from 'zod'
import { errorCatalogue } from '@goalixa/contracts/error-catalogue'
import { Problem } from '@goalixa/contracts/problem'
import type { RouteSpec } from '@goalixa/contracts/route'
import type { NamedRoute } from '@goalixa/contracts/routes'

type Json = Record<string, unknown>

/** `cookieName`: of the access cookie of this installation. */
export function printOpenApi(table: readonly NamedRoute[], cookieName: string): Json {
  const paths: Record<string, Json> = {}
  for (const route of table) {
    paths[route.spec.path] = {
      ...paths[route.spec.path],
      [route.spec.method.toLowerCase()]: operation(route),
    }
  }
  return {
    openapi: '3.0.3',
    info: {
      title: 'Goalixa',
      version: '1',
      description:
        'Tasks, goals and time, self-hosted. Instants are RFC 3339 in UTC, durations whole seconds, ids UUIDs.',
    },
    // Whatever name this installation is reached by, the routes are beside the document.
    servers: [{ url: '/' }],
    tags: [...new Set(table.map(tagOf))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem: schema(Problem, 'output') },
      responses: { Problem: problemResponse() },
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'An access token, or a personal access token made with `goalixa auth token create`.',
        },
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: cookieName,
          description: 'Set by signing in from the browser.',
        },
      },
    },
  }
}

function operation(route: NamedRoute): Json {
  const { id, spec } = route
  return {
    operationId: id,
    summary: spec.summary,
    description: accessOf(spec),
    tags: [tagOf(route)],
    security: spec.access === 'public' ? [] : [{ bearer: [] }, { cookie: [] }],
    parameters: [
      ...parameters('path', spec.params),
      ...parameters('query', spec.query),
      ...writeHeaders(spec),
    ],
    ...(spec.body === undefined ? {} : { requestBody: requestBody(spec) }),
    responses: {
      [String(spec.status ?? 200)]: goodAnswer(spec),
      default: { $ref: '#/components/responses/Problem' },
    },
  }
}

const tagOf = ({ id }: NamedRoute): string => id.split('.')[0]!

function accessOf({ access, scope, perProject }: RouteSpec): string {
  if (access === 'public') return 'Anybody may call this.'
  if (access === 'session') return 'Needs somebody signed in; personal access tokens are refused.'
  const bound = perProject === true ? ' One for a project reaches what is of that project.' : ''
  return `Needs somebody signed in, or a personal access token with the scope \`${scope}\`.${bound}`
}

function parameters(place: 'path' | 'query', object: z.ZodObject | undefined): Json[] {
  if (object === undefined) return []
  const { properties = {}, required = [] } = schema(object, 'input') as {
    properties?: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, one]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    // Numbers are read from text: their type on the way in is not told by the schema.
    schema: Object.keys(one).some((key) => key !== 'default') ? one : { type: 'string', ...one },
  }))
}

const writeHeaders = ({ method }: RouteSpec): Json[] =>
  method === 'GET'
    ? []
    : [
        {
          name: 'Idempotency-Key',
          in: 'header',
          required: false,
          schema: { type: 'string', maxLength: 255 },
          description: 'The same key means the same write, however often it is sent.',
        },
      ]

function requestBody(spec: RouteSpec): Json {
  const body = schema(spec.body!, 'input')
  const isOptional = spec.body!.safeParse({}).success
  return {
    required: !isOptional,
    content: { [spec.rawBody === true ? 'text/plain' : 'application/json']: { schema: body } },
  }
}

function goodAnswer(spec: RouteSpec): Json {
  if (spec.status === 204) return { description: 'Done; there is nothing to say.' }
  // A route that names its media types writes text itself: only JSON of it has structure.
  const content = spec.produces?.map((type) => [type, { schema: schemaOfText(type, spec) }])
  return {
    description: spec.summary,
    content:
      content === undefined
        ? { 'application/json': { schema: schema(spec.response, 'output') } }
        : Object.fromEntries(content),
  }
}

function schemaOfText(mediaType: string, { response }: RouteSpec): Json {
  if (mediaType === 'application/json') return {}
  if (mediaType !== 'application/x-ndjson') return { type: 'string' }
  return { description: 'Of one line; each line is a document.', ...schema(response, 'output') }
}

const problemResponse = (): Json => ({
  description: `Something did not work; \`code\` is one of: ${Object.keys(errorCatalogue).join(', ')}.`,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})

function schema(type: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(type, {
    target: 'openapi-3.0',
    io,
    unrepresentable: 'any',
  }) as Json
  return rest
}
