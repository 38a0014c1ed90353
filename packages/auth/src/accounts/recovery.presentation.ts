import type { Router } from 'express'
import { accountRoutes } from '@goalixa/contracts/accounts'
import type { MailSent } from '@goalixa/contracts/accounts'
import { bindRoutes } from '@goalixa/service-kit/bind-routes'
import type { Authenticate } from '@goalixa/service-kit/bind-routes'
import type { Principal } from '@goalixa/service-kit/tokens'
import type { ReadCaller } from '../caller.ts'
import type { ChangesService } from './changes.service.ts'
import type { RecoveryService } from './recovery.service.ts'

interface RecoveryPresentation {
  readonly recovery: RecoveryService
  readonly changes: ChangesService
  readonly authenticate: Authenticate
  readonly readCaller: ReadCaller
}

const sent: MailSent = { mail: 'sent' }

export function bindRecovery(
  router: Router,
  { recovery, changes, authenticate, readCaller }: RecoveryPresentation,
): void {
  const { forgotPassword, resetPassword, verifyEmail, resendEmail } = accountRoutes
  bindRoutes(
    router,
    'accounts',
    { forgotPassword, resetPassword, verifyEmail, resendEmail },
    {
      forgotPassword: async ({ body }, { request }) => {
        await recovery.requestMail('reset', body.email, readCaller(request))
        return sent
      },
      resendEmail: async ({ body }, { request }) => {
        await recovery.requestMail('verify', body.email, readCaller(request))
        return sent
      },
      verifyEmail: async ({ body }, { request }) => {
        await recovery.verifyEmail(body.token, readCaller(request))
        return undefined
      },
      resetPassword: async ({ body }, { request }) => {
        await recovery.resetPassword(body.token, body.password, readCaller(request))
        return undefined
      },
    },
    authenticate,
  )

  const { changePassword, changeEmail, delete: deleteAccount } = accountRoutes
  bindRoutes(
    router,
    'accounts',
    { changePassword, changeEmail, delete: deleteAccount },
    {
      changePassword: async ({ body }, { principal, request }) => {
        await changes.changePassword(askingOf(principal, body), body.password, readCaller(request))
        return undefined
      },
      changeEmail: async ({ body }, { principal, request }) => ({
        state: await changes.changeEmail(askingOf(principal, body), body.email, readCaller(request)),
      }),
      delete: async ({ body }, { principal, request }) => {
        await changes.delete(askingOf(principal, body), readCaller(request))
        return undefined
      },
    },
    authenticate,
  )
}

const askingOf = (
  { userId, sessionId }: Principal,
  { currentPassword }: { readonly currentPassword?: string | undefined },
) => ({ userId, sessionId, currentPassword })
