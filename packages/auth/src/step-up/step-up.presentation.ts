import type { Router } from 'express'
import { stepUpRoutes } from '@goalixa/contracts/step-up'
import { bindRoutes } from '@goalixa/service-kit/bind-routes'
import type { Authenticate } from '@goalixa/service-kit/bind-routes'
import type { ReadCaller } from '../caller.ts'
import type { PasskeysService } from '../passkeys/passkeys.service.ts'
import type { StepUpService } from './step-up.service.ts'

interface StepUpPresentation {
  readonly stepUp: StepUpService
  readonly passkeys: Pick<PasskeysService, 'options'>
  readonly authenticate: Authenticate
  readonly readCaller: ReadCaller
}

export function bindStepUp(router: Router, options: StepUpPresentation): void {
  const { stepUp, passkeys, authenticate, readCaller } = options
  bindRoutes(
    router,
    'stepUp',
    stepUpRoutes,
    {
      begin: async (_input, { principal: { userId, sessionId } }) =>
        passkeys.options({ purpose: 'step_up', userId, sessionId }),
      create: async ({ body }, { principal, request }) => stepUp.prove(principal, body, readCaller(request)),
    },
    authenticate,
  )
}
