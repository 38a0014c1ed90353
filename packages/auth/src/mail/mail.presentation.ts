import { resolve } from 'node:path'
import type { Router } from 'express'
import { accountRoutes } from '@goalixa/contracts/accounts'
import { bindRoutes } from '@goalixa/service-kit/bind-routes'
import type { Authenticate } from '@goalixa/service-kit/bind-routes'
import { servesThisMachineOnly } from '@goalixa/service-kit/client-address'
import type { AuthConfig } from '../config.ts'

/** Whoever runs the server on their own machine must find a link that was mailed; nobody else learns a path of ours. */
export function bindMail(
  router: Router,
  config: Pick<AuthConfig, 'SMTP_URL' | 'MAIL_FOLDER' | 'PUBLIC_URL'>,
  authenticate: Authenticate,
): void {
  const { SMTP_URL, MAIL_FOLDER, PUBLIC_URL } = config
  const delivers = SMTP_URL !== undefined
  const isTold = !delivers && MAIL_FOLDER !== undefined && servesThisMachineOnly(PUBLIC_URL)
  const folder = isTold ? resolve(MAIL_FOLDER) : null
  const { mail } = accountRoutes
  bindRoutes(router, 'accounts', { mail }, { mail: async () => ({ delivers, folder }) }, authenticate)
}
