/** Hands a grant to its client: browsers get cookies that scripts cannot read, others get the tokens. */
import type { Response } from 'express'
import type { SignedIn } from '@goalixa/contracts/accounts'
import { accountView } from '../accounts/account.ts'
import type { Cookies } from '../cookies.ts'
import type { Grant } from './sessions.service.ts'

export type Deliver = (grant: Grant, response: Response) => SignedIn

export const createDeliver =
  (cookies: Cookies): Deliver =>
  (grant, response) => {
    response.set('Cache-Control', 'no-store')
    const account = accountView(grant.account)
    const { expiresIn, accessToken, refreshToken } = grant
    if (grant.client !== 'goalixa-web') return { account, accessToken, refreshToken, expiresIn }
    cookies.set(response, grant)
    return { account, expiresIn }
  }
