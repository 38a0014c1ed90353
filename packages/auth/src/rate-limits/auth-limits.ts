/** What is limited at sign-in and around it, and by whom it is counted. */
import { AppError } from '@goalixa/contracts/errors'
import type { RateLimit } from '@goalixa/contracts/rate-limits'
import { addressBlock, isLoopback } from '@goalixa/service-kit/client-address'
import type { Caller } from '../caller.ts'
import type { AuthRates } from './auth-rates.ts'
import type { KnownDevices } from './known-devices.ts'
import type { LimitKey, RateLimits, TakeOptions } from './rate-limits.service.ts'

type Work<Result> = () => Promise<Result>

/** Each runs `work` within its limits. @throws AppError `rate.limited`, `service.unavailable` without the database */
export interface AuthLimits {
  /** A wrong password counts for the address, and for the account or the device that it is known to use. */
  signIn<Result>(
    who: { readonly email: string; readonly caller: Caller },
    work: Work<Result>,
  ): Promise<Result>
  register<Result>(caller: Caller, work: Work<Result>): Promise<Result>
  /** A mail that anybody may ask for: beyond the limits nothing is done, and the answer stays the same. */
  mail(who: { readonly email: string; readonly caller: Caller }, work: Work<void>): Promise<void>
  /** Codes of six or eight characters: wrong ones count for the address; accounts count theirs by themselves. */
  code<Result>(caller: Caller, work: Work<Result>): Promise<Result>
  /** Refresh and device grants: what is refused counts. */
  tokenEndpoint<Result>(caller: Caller, work: Work<Result>): Promise<Result>
  /** Personal access tokens that are not good. */
  personalToken<Result>(caller: Caller, work: Work<Result>): Promise<Result>
}

interface AuthLimitsOptions {
  readonly limits: RateLimits
  readonly rates: AuthRates
  readonly devices: Pick<KnownDevices, 'knownFor'>
  /** False where nobody but this machine can reach the service: it may register and ask for mails as it likes then. */
  readonly countsLoopback: boolean
}

interface Bucket extends TakeOptions {
  readonly key: LimitKey
  readonly rate: RateLimit
}

/** What was wrong is the caller's fault and not trouble of ours; polling for an approval is no guess. */
const isRefusal = (error: unknown) =>
  error instanceof AppError && (error.status === 401 || error.status === 403 || wrongGuesses.has(error.code))
const wrongGuesses: ReadonlySet<string> = new Set(['device.not_found', 'invalid_grant'])

const isWrongPassword = (error: unknown) =>
  error instanceof AppError && error.code === 'auth.invalid_credentials'

export function createAuthLimits({ limits, rates, devices, countsLoopback }: AuthLimitsOptions): AuthLimits {
  const byAddress = (name: string, rate: RateLimit, { address }: Caller): Bucket[] =>
    address === null ? [] : [{ key: { name, who: addressBlock(address) }, rate }]
  /** Of what is no failure: whoever is at the machine itself may do it as often as they like. */
  const byFarAddress = (name: string, rate: RateLimit, caller: Caller): Bucket[] =>
    caller.address !== null && isLoopback(caller.address) && !countsLoopback
      ? []
      : byAddress(name, rate, caller)

  /** Taken before the work, so that guesses at the same moment count too; given back unless `counts`. */
  const within = async <Result>(
    buckets: readonly Bucket[],
    counts: (error: unknown) => boolean,
    work: Work<Result>,
  ): Promise<Result> => {
    const giveBack = () => Promise.all(buckets.map(({ key, rate }) => limits.giveBack(key, rate)))
    for (const { key, rate, ...how } of buckets) await limits.require(key, rate, how)
    try {
      const result = await work()
      if (!counts(undefined)) await giveBack()
      return result
    } catch (error) {
      if (!counts(error)) await giveBack()
      throw error
    }
  }

  /** For secrets that nobody can guess: the good ones of an address are not held up by its bad ones. */
  const afterRefusal = async <Result>(buckets: readonly Bucket[], work: Work<Result>): Promise<Result> => {
    try {
      return await work()
    } catch (error) {
      if (isRefusal(error)) for (const { key, rate } of buckets) await limits.require(key, rate)
      throw error
    }
  }

  return {
    signIn({ email, caller }, work) {
      const device = devices.knownFor(caller.deviceCookie, email)
      const account: Bucket =
        device === undefined
          ? {
              key: { name: 'login-account', who: email },
              rate: rates.loginAccount,
              longestLockSeconds: longestLockSeconds(rates.loginAccount),
            }
          : { key: { name: 'login-device', who: `${email}\0${device}` }, rate: rates.loginDevice }
      return within(
        [...byAddress('login-address', rates.loginAddress, caller), account],
        isWrongPassword,
        work,
      )
    },
    register: (caller, work) =>
      // A password that is not acceptable costs nothing; whether the address is taken must not show.
      within(
        byFarAddress('register', rates.register, caller),
        (error) => !(error instanceof AppError && (error.status === 422 || error.status >= 500)),
        work,
      ),
    async mail({ email, caller }, work) {
      const buckets: Bucket[] = [
        ...byFarAddress('mail-address', rates.mailAddress, caller),
        { key: { name: 'mail-account', who: email }, rate: rates.mailAccount },
      ]
      try {
        for (const { key, rate } of buckets) await limits.require(key, rate)
      } catch (error) {
        if (error instanceof AppError && error.code === 'rate.limited') return
        throw error
      }
      await work()
    },
    code: (caller, work) => within(byAddress('code', rates.code, caller), isRefusal, work),
    tokenEndpoint: (caller, work) => afterRefusal(byAddress('token', rates.tokenEndpoint, caller), work),
    personalToken: (caller, work) =>
      afterRefusal(byAddress('personal-token', rates.personalToken, caller), work),
  }
}

/** The delays double up to the window itself: 15 minutes by default. */
const longestLockSeconds = (rate: RateLimit): number => rate.windowSeconds
