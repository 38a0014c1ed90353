/** The services of sign-in within their limits: presentations know nothing of it. */
import type { AccountsService } from '../accounts/accounts.service.ts'
import type { RecoveryService } from '../accounts/recovery.service.ts'
import type { AuthorizeService } from '../authorize/authorize.service.ts'
import type { DeviceService } from '../device/device.service.ts'
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

export const limitDevice = (device: DeviceService, limits: AuthLimits): DeviceService => ({
  ...device,
  token: (input) => limits.tokenEndpoint(input.caller, () => device.token(input)),
  find: (userCode, by) => limits.code(by.caller, () => device.find(userCode, by)),
  decide: (userCode, decision, by) => limits.code(by.caller, () => device.decide(userCode, decision, by)),
})

export const limitAuthorize = (authorize: AuthorizeService, limits: AuthLimits): AuthorizeService => ({
  ...authorize,
  token: (exchange) => limits.tokenEndpoint(exchange.caller, () => authorize.token(exchange)),
})
