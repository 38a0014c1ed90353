import type { Router } from 'express'
import { reportsOverviewRoutes } from '@goalixa/contracts/reports-overview'
import { bindRoutes } from '@goalixa/service-kit/bind-routes'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import { alreadyKnown, answerAggregate } from '../aggregates/answer-aggregate.ts'
import type { AggregateRouteOptions } from '../aggregates/answer-aggregate.ts'
import { reportsOverviewParts } from './reports-overview.service.ts'

export function bindReportsOverview(router: Router, options: AggregateRouteOptions): void {
  const answer = answerAggregate(options)
  const handlers = {
    get: ({ query }, { response }) =>
      answer(
        'reportsOverview.get',
        reportsOverviewParts(options.now(), query.zone ?? 'UTC', query.weekStart),
        response,
      ),
  } satisfies Handlers<typeof reportsOverviewRoutes>
  bindRoutes(router, 'reportsOverview', reportsOverviewRoutes, handlers, alreadyKnown)
}
