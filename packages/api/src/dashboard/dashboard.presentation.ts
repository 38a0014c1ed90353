/** The one route that the gateway answers itself. */
import type { Router } from 'express'
import { dashboardRoutes } from '@goalixa/contracts/dashboard'
import { answered, bindRoutes } from '@goalixa/service-kit/bind-routes'
import { currentRequest } from '@goalixa/service-kit/context'
import { callerOf, clientAddressOf } from '../identity/caller.ts'
import { readDashboard } from './dashboard.service.ts'
import type { AskAs } from './dashboard.service.ts'

interface DashboardRouteOptions {
  /** Asks as the caller with this access token. */
  readonly askAs: (accessToken: string, clientAddress: string) => AskAs
  readonly now: () => number
  readonly countPart: (labels: { route: string; part: string; status: string }) => void
}

export function bindDashboard(router: Router, { askAs, now, countPart }: DashboardRouteOptions): void {
  bindRoutes(
    router,
    'dashboard',
    dashboardRoutes,
    {
      async get({ query }, { response }) {
        const { accessToken } = callerOf(response)
        const dashboard = await readDashboard(query.zone ?? 'UTC', {
          ask: askAs(accessToken, clientAddressOf(response)),
          now,
          requestId: currentRequest()?.requestId,
        })
        for (const [part, { status }] of Object.entries(dashboard.parts))
          countPart({ route: 'dashboard.get', part, status: String(status) })
        // The parts are the services' own documents: they are passed on, not read.
        response.json(dashboard)
        return answered
      },
    },
    async (request) => callerOf(request.res!).principal,
  )
}
