import type { Router } from 'express'
import { passkeyRoutes } from '@goalixa/contracts/passkeys'
import { bindRoutes } from '@goalixa/service-kit/bind-routes'
import type { Authenticate } from '@goalixa/service-kit/bind-routes'
import type { ReadCaller } from '../caller.ts'
import type { CrossSiteGuard } from '../cross-site.ts'
import type { Deliver } from '../sessions/deliver.ts'
import type { RequireFreshSession } from '../step-up/fresh-session.ts'
import type { SecondStep } from '../step-up/second-step.ts'
import type { PasskeysService } from './passkeys.service.ts'

interface PasskeysPresentation {
  readonly passkeys: PasskeysService
  readonly secondStep: SecondStep
  readonly requireFreshSession: RequireFreshSession
  readonly authenticate: Authenticate
  readonly crossSite: CrossSiteGuard
  readonly deliver: Deliver
  readonly readCaller: ReadCaller
}

export function bindPasskeys(router: Router, options: PasskeysPresentation): void {
  const { passkeys, secondStep, requireFreshSession, authenticate, crossSite, deliver, readCaller } = options
  bindRoutes(
    router,
    'passkeys',
    passkeyRoutes,
    {
      list: async (_input, { principal }) => ({
        items: await passkeys.list(principal.userId),
        nextCursor: null,
      }),
      begin: async (_input, { principal }) => {
        await requireFreshSession(principal)
        const { userId, sessionId } = principal
        return passkeys.options({ purpose: 'create', userId, sessionId })
      },
      create: async ({ body }, { principal, request }) => {
        await requireFreshSession(principal)
        return passkeys.create(principal, body, readCaller(request))
      },
      update: async ({ params, body }, { principal }) =>
        passkeys.update(principal.userId, params.id, body.name),
      delete: async ({ params }, { principal, request }) => {
        await requireFreshSession(principal)
        await passkeys.delete(principal.userId, params.id, readCaller(request))
        return undefined
      },
      beginLogin: async ({ body: { challenge } }, { response }) => {
        response.set('Cache-Control', 'no-store')
        if (challenge === undefined) return passkeys.options({ purpose: 'login' })
        return passkeys.options({ purpose: 'second_factor', userId: await secondStep.ownerOf(challenge) })
      },
      login: async ({ body }, { request, response }) => {
        if (body.delivery === 'cookie') crossSite.requireSameOrigin(request)
        const client = body.delivery === 'cookie' ? 'goalixa-web' : 'goalixa-cli'
        const caller = readCaller(request)
        const { credential, challenge } = body
        if (challenge === undefined) {
          const device = body.device?.trim() || 'passkey'
          return deliver(await passkeys.login({ credential, client, device, caller }), response)
        }
        const grant = await secondStep.complete(
          { challenge, client, caller, refusal: 'auth.invalid_passkey' },
          async (tx, userId) =>
            (await passkeys.spend(tx, credential, { purpose: 'second_factor', userId })) ? 'hwk' : undefined,
        )
        return deliver(grant, response)
      },
    },
    authenticate,
  )
}
