/** The services of sign-in within their limits: presentations know nothing of it. */
import type { AccountsService } from '../accounts/accounts.service.ts'
import type { RecoveryService } from '../accounts/recovery.service.ts'
import type { Refresh } from '../sessions/refresh.service.ts'
import type { SecondStep } from '../step-up/second-step.ts'
import type { AuthLimits } from './auth-limits.ts'

export const limitAccounts = (accounts: AccountsService, limits: AuthLimits): AccountsService => ({
  ...accounts,
  register: (input) => limits.register(input.caller, () => accounts.register(input)),
  login: (input) => limits.signIn(input, () => accounts.login(input)),
})

export const limitRecovery = (recovery: RecoveryService, limits: AuthLimits): RecoveryService => ({
  ...recovery,
  requestMail: (kind, email, caller) =>
    limits.mail({ email, caller }, () => recovery.requestMail(kind, email, caller)),
})

export const limitRefresh =
  (refresh: Refresh, limits: AuthLimits): Refresh =>
  (token, client, caller) =>
    limits.tokenEndpoint(caller, () => refresh(token, client, caller))

export const limitSecondStep = (secondStep: SecondStep, limits: AuthLimits): SecondStep => ({
  ...secondStep,
  complete: (completion, prove) =>
    limits.code(completion.caller, () => secondStep.complete(completion, prove)),
})
