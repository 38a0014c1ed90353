/** The one way in which the gateway answers an aggregate: asks as the caller, counts the parts, passes them on. */
import type { Response } from 'express'
import type { Authenticate } from '@goalixa/service-kit/bind-routes'
import { answered } from '@goalixa/service-kit/bind-routes'
import { currentRequest } from '@goalixa/service-kit/context'
import { callerOf, clientAddressOf } from '../identity/caller.ts'
import { readParts } from './aggregate.ts'
import type { AskAs, Service } from './aggregate.ts'

export interface AggregateRouteOptions {
  /** Asks as the caller with this access token. */
  readonly askAs: (accessToken: string, clientAddress: string) => AskAs
  readonly now: () => number
  readonly countPart: (labels: { route: string; part: string; status: string }) => void
}

/** Binds nothing yet: answers how to answer. `route`: the id of the route table. */
export const answerAggregate =
  ({ askAs, now, countPart }: AggregateRouteOptions) =>
  async (
    route: string,
    questions: Readonly<Record<string, readonly [Service, string]>>,
    response: Response,
  ): Promise<typeof answered> => {
    const aggregate = await readParts(questions, {
      ask: askAs(callerOf(response).accessToken, clientAddressOf(response)),
      now,
      requestId: currentRequest()?.requestId,
    })
    for (const [part, { status }] of Object.entries(aggregate.parts))
      countPart({ route, part, status: String(status) })
    // The parts are the services' own documents: they are passed on, not read.
    response.json(aggregate)
    return answered
  }

/** The edge has settled who calls. */
export const alreadyKnown: Authenticate = async (request) => callerOf(request.res!).principal
