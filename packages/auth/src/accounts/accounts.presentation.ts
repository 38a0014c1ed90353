import type { Request, Router } from 'express'
import { accountRoutes } from '@goalixa/contracts/accounts'
import { answered, bindRoutes } from '@goalixa/service-kit/bind-routes'
import type { Authenticate } from '@goalixa/service-kit/bind-routes'
import type { ReadCaller } from '../caller.ts'
import type { CrossSiteGuard } from '../cross-site.ts'
import type { Deliver } from '../sessions/deliver.ts'
import type { AccountsService } from './accounts.service.ts'

interface AccountsPresentation {
  readonly accounts: AccountsService
  readonly authenticate: Authenticate
  readonly crossSite: CrossSiteGuard
  readonly deliver: Deliver
  readonly readCaller: ReadCaller
}

export function bindAccounts(router: Router, options: AccountsPresentation): void {
  const { accounts, authenticate, crossSite, deliver, readCaller } = options
  const signIn = (body: SignInBody, request: Request) => {
    // Another site must not sign somebody in as the attacker either.
    if (body.delivery === 'cookie') crossSite.requireSameOrigin(request)
    return {
      email: body.email,
      password: body.password,
      client: body.delivery === 'cookie' ? ('goalixa-web' as const) : ('goalixa-cli' as const),
      device: body.device?.trim() || deviceOf(request),
      caller: readCaller(request),
    }
  }
  const { register, login, me } = accountRoutes
  bindRoutes(
    router,
    'accounts',
    { register, login, me },
    {
      register: async ({ body }, { request, response }) => {
        const answer = await accounts.register(signIn(body, request))
        if (!('mail' in answer)) return deliver(answer, response)
        response.status(202).set('Cache-Control', 'no-store').json(answer)
        return answered
      },
      login: async ({ body }, { request, response }) => {
        const answer = await accounts.login(signIn(body, request))
        if (!('secondFactor' in answer)) return deliver(answer, response)
        response.set('Cache-Control', 'no-store')
        return answer
      },
      me: async (_input, { principal }) => accounts.get(principal.userId),
    },
    authenticate,
  )
}

interface SignInBody {
  readonly email: string
  readonly password: string
  readonly delivery: 'bearer' | 'cookie'
  readonly device?: string | undefined
}

/** What people recognise the session by when the client does not name itself. */
export const deviceOf = (request: Request): string =>
  request
    .get('user-agent')
    ?.replaceAll(/[^\x20-\x7e]/g, '')
    .trim()
    .slice(0, 100) || 'unknown device'
