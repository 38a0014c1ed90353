/** The settings of the limits: each a count and seconds. */
import * as z from 'zod'
import { rateSetting } from '@goalixa/contracts/rate-limits'
import type { RateLimit } from '@goalixa/contracts/rate-limits'

export const rateSettings = {
  RATE_LIMIT_LOGIN_ACCOUNT: rateSetting('10/900').describe(
    'failed sign-ins per account, as count/seconds; then each has to wait twice as long as the one before',
  ),
  RATE_LIMIT_LOGIN_ADDRESS: rateSetting('20/300').describe('failed sign-ins per client address'),
  RATE_LIMIT_LOGIN_DEVICE: rateSetting('10/900').describe(
    'failed sign-ins from a browser that the account has used before; they do not count for the account',
  ),
  RATE_LIMIT_REGISTER: rateSetting('5/3600').describe('new accounts per client address'),
  RATE_LIMIT_MAIL_ACCOUNT: rateSetting('3/3600').describe('mails that anybody can ask for, per account'),
  RATE_LIMIT_MAIL_ADDRESS: rateSetting('10/3600').describe('the same per client address'),
  RATE_LIMIT_CODE_ADDRESS: rateSetting('20/3600').describe('wrong codes per client address'),
  RATE_LIMIT_TOKEN_ADDRESS: rateSetting('60/60').describe('refused refreshes per client address'),
  RATE_LIMIT_PERSONAL_TOKEN: rateSetting('20/60').describe('bad personal access tokens per client address'),
  RATE_LIMIT_LOOPBACK: z
    .stringbool()
    .optional()
    .describe(
      'whether registering and mails are limited for loopback addresses; not where PUBLIC_URL is one itself',
    ),
}

export interface AuthRates {
  readonly loginAccount: RateLimit
  readonly loginAddress: RateLimit
  readonly loginDevice: RateLimit
  readonly register: RateLimit
  readonly mailAccount: RateLimit
  readonly mailAddress: RateLimit
  readonly code: RateLimit
  readonly tokenEndpoint: RateLimit
  readonly personalToken: RateLimit
}

type Limit = Exclude<keyof typeof rateSettings, 'RATE_LIMIT_LOOPBACK'>

export const ratesOf = (config: Readonly<Record<Limit, RateLimit>>): AuthRates => ({
  loginAccount: config.RATE_LIMIT_LOGIN_ACCOUNT,
  loginAddress: config.RATE_LIMIT_LOGIN_ADDRESS,
  loginDevice: config.RATE_LIMIT_LOGIN_DEVICE,
  register: config.RATE_LIMIT_REGISTER,
  mailAccount: config.RATE_LIMIT_MAIL_ACCOUNT,
  mailAddress: config.RATE_LIMIT_MAIL_ADDRESS,
  code: config.RATE_LIMIT_CODE_ADDRESS,
  tokenEndpoint: config.RATE_LIMIT_TOKEN_ADDRESS,
  personalToken: config.RATE_LIMIT_PERSONAL_TOKEN,
})
