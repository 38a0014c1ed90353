import type { Router } from 'express'
import { deviceRoutes } from '@goalixa/contracts/device'
import { bindRoutes } from '@goalixa/service-kit/bind-routes'
import type { Authenticate } from '@goalixa/service-kit/bind-routes'
import { deviceOf } from '../accounts/accounts.presentation.ts'
import type { ReadCaller } from '../caller.ts'
import type { Deliver } from '../sessions/deliver.ts'
import type { RequireFreshSession } from '../step-up/fresh-session.ts'
import type { DeviceService } from './device.service.ts'

interface DevicePresentation {
  readonly device: DeviceService
  readonly requireFreshSession: RequireFreshSession
  readonly authenticate: Authenticate
  readonly deliver: Deliver
  readonly readCaller: ReadCaller
}

export function bindDevice(router: Router, options: DevicePresentation): void {
  const { device, requireFreshSession, authenticate, deliver, readCaller } = options
  bindRoutes(
    router,
    'device',
    deviceRoutes,
    {
      create: async ({ body }, { request, response }) => {
        response.set('Cache-Control', 'no-store')
        return device.create({
          device: body.device?.trim() || deviceOf(request),
          caller: readCaller(request),
        })
      },
      token: async ({ body }, { request, response }) => {
        response.set('Cache-Control', 'no-store')
        return deliver(await device.token({ ...body, caller: readCaller(request) }), response)
      },
      find: async ({ body }, { principal, request }) =>
        device.find(body.userCode, { ...principal, caller: readCaller(request) }),
      decide: async ({ body }, { principal, request }) => {
        await requireFreshSession(principal)
        await device.decide(body.userCode, body.decision, { ...principal, caller: readCaller(request) })
        return undefined
      },
    },
    authenticate,
  )
}
