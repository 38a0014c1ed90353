import type { Router } from 'express'
import { totpRoutes } from '@goalixa/contracts/totp'
import { bindRoutes } from '@goalixa/service-kit/bind-routes'
import type { Authenticate } from '@goalixa/service-kit/bind-routes'
import type { ReadCaller } from '../caller.ts'
import type { CrossSiteGuard } from '../cross-site.ts'
import type { Deliver } from '../sessions/deliver.ts'
import type { RequireFreshSession } from '../step-up/fresh-session.ts'
import type { SecondStep } from '../step-up/second-step.ts'
import type { TotpService } from './totp.service.ts'

interface TotpPresentation {
  readonly totp: TotpService
  readonly secondStep: SecondStep
  readonly requireFreshSession: RequireFreshSession
  readonly authenticate: Authenticate
  readonly crossSite: CrossSiteGuard
  readonly deliver: Deliver
  readonly readCaller: ReadCaller
}

export function bindTotp(router: Router, options: TotpPresentation): void {
  const { totp, secondStep, requireFreshSession, authenticate, crossSite, deliver, readCaller } = options
  bindRoutes(
    router,
    'totp',
    totpRoutes,
    {
      get: async (_input, { principal }) => totp.get(principal.userId),
      create: async (_input, { principal, response }) => {
        await requireFreshSession(principal)
        response.set('Cache-Control', 'no-store')
        return totp.create(principal.userId)
      },
      confirm: async ({ body }, { principal, request }) => {
        await requireFreshSession(principal)
        return totp.confirm(principal.userId, body.code, readCaller(request))
      },
      delete: async (_input, { principal, request }) => {
        await requireFreshSession(principal)
        await totp.delete(principal.userId, readCaller(request))
        return undefined
      },
      renewRecoveryCodes: async (_input, { principal, request }) => {
        await requireFreshSession(principal)
        return totp.renewRecoveryCodes(principal.userId, readCaller(request))
      },
      login: async ({ body }, { request, response }) => {
        if (body.delivery === 'cookie') crossSite.requireSameOrigin(request)
        const client = body.delivery === 'cookie' ? 'goalixa-web' : 'goalixa-cli'
        const caller = readCaller(request)
        const grant = await secondStep.complete(
          { challenge: body.challenge, client, caller, refusal: 'auth.invalid_code' },
          async (tx, userId) => ((await totp.spend(tx, userId, body.code, caller)) ? 'otp' : undefined),
        )
        return deliver(grant, response)
      },
    },
    authenticate,
  )
}
