import type { Router } from 'express'
import { dashboardRoutes } from '@goalixa/contracts/dashboard'
import { bindRoutes } from '@goalixa/service-kit/bind-routes'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import { alreadyKnown, answerAggregate } from '../aggregates/answer-aggregate.ts'
import type { AggregateRouteOptions } from '../aggregates/answer-aggregate.ts'
import { dashboardParts } from './dashboard.service.ts'

export function bindDashboard(router: Router, options: AggregateRouteOptions): void {
  const answer = answerAggregate(options)
  const handlers = {
    get: ({ query }, { response }) =>
      answer('dashboard.get', dashboardParts(options.now(), query.zone ?? 'UTC'), response),
  } satisfies Handlers<typeof dashboardRoutes>
  bindRoutes(router, 'dashboard', dashboardRoutes, handlers, alreadyKnown)
}
