import type { Router } from 'express'
import { plannerOverviewRoutes } from '@goalixa/contracts/planner-overview'
import { bindRoutes } from '@goalixa/service-kit/bind-routes'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import { alreadyKnown, answerAggregate } from '../aggregates/answer-aggregate.ts'
import type { AggregateRouteOptions } from '../aggregates/answer-aggregate.ts'
import { plannerOverviewParts } from './planner-overview.service.ts'

export function bindPlannerOverview(router: Router, options: AggregateRouteOptions): void {
  const answer = answerAggregate(options)
  const handlers = {
    get: ({ query }, { response }) =>
      answer(
        'plannerOverview.get',
        plannerOverviewParts(options.now(), query.zone ?? 'UTC', query.day),
        response,
      ),
  } satisfies Handlers<typeof plannerOverviewRoutes>
  bindRoutes(router, 'plannerOverview', plannerOverviewRoutes, handlers, alreadyKnown)
}
