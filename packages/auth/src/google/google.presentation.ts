import type { CookieOptions, Request, Response, Router } from 'express'
import type { SecondFactorNeeded } from '@goalixa/contracts/accounts'
import { AppError } from '@goalixa/contracts/errors'
import { googleRoutes } from '@goalixa/contracts/google'
import { answered, bindRoutes } from '@goalixa/service-kit/bind-routes'
import type { Authenticate } from '@goalixa/service-kit/bind-routes'
import { currentRequest } from '@goalixa/service-kit/context'
import type { ReadCaller } from '../caller.ts'
import { cookieOf } from '../cookies.ts'
import type { CookieTransport } from '../cookies.ts'
import type { Deliver } from '../sessions/deliver.ts'
import type { GoogleService } from './google.service.ts'
import { errorPage, onwardPage } from './pages.ts'
import { pendingSeconds } from './pending-sign-in.ts'

interface GooglePresentation {
  readonly google: GoogleService
  readonly authenticate: Authenticate
  readonly deliver: Deliver
  readonly readCaller: ReadCaller
  readonly deviceOf: (request: Request) => string
  readonly transport: CookieTransport
}

export function bindGoogle(router: Router, options: GooglePresentation): void {
  const { google, authenticate, deliver, readCaller, deviceOf } = options
  const cookies = pendingCookie(options.transport)
  bindRoutes(
    router,
    'google',
    googleRoutes,
    {
      get: async () => ({ available: google.isAvailable }),

      start: ({ query }, { request, response }) =>
        orErrorPage(request, response, async () => {
          const { url, cookie } = google.begin(query.return_to)
          cookies.set(response, cookie)
          response.set('Cache-Control', 'no-store').redirect(303, url)
        }),

      callback: ({ query }, { request, response }) =>
        orErrorPage(request, response, async () => {
          // A look at the headers must not spend the state.
          if (request.method === 'HEAD') throw new AppError('request.method_not_allowed')
          const cookie = cookies.read(request)
          // Somebody else's journey, opened here by another site: the login CSRF of OAuth.
          if (cookie === undefined && google.isAvailable && request.get('sec-fetch-site') === 'cross-site')
            throw new AppError('request.cross_site')
          const back = { ...query, cookie, device: deviceOf(request), caller: readCaller(request) }
          const { returnTo, grant, secondFactor } = await google.finish(back)
          cookies.clear(response)
          if (grant !== undefined) deliver(grant, response)
          const goesTo = secondFactor === undefined ? returnTo : withChallenge(returnTo, secondFactor)
          sendPage(response, 200, onwardPage(goesTo))
        }),

      link: async ({ body }, { principal, response }) => {
        const { url, cookie } = await google.beginLink(principal, body.returnTo)
        cookies.set(response, cookie)
        return { url }
      },

      unlink: async (_input, { principal, request }) => {
        await google.unlink(principal, readCaller(request))
        return undefined
      },
    },
    authenticate,
  )
}

/** People get a page, programs the problem document. */
async function orErrorPage(
  request: Request,
  response: Response,
  work: () => Promise<void>,
): Promise<typeof answered> {
  try {
    await work()
  } catch (error) {
    const isForPeople = request.accepts(['json', 'html']) === 'html'
    if (!(error instanceof AppError) || !isForPeople) throw error
    if (error.retryAfterSeconds !== undefined) response.set('Retry-After', String(error.retryAfterSeconds))
    sendPage(response, error.status, errorPage(error, currentRequest()?.requestId))
  }
  return answered
}

/** In the fragment, which is sent to no server: the page that asks for the second factor reads it there. */
function withChallenge(returnTo: string, { challenge, methods }: SecondFactorNeeded['secondFactor']): string {
  const [page = '/'] = returnTo.split('#')
  const fragment = new URLSearchParams({ second_factor: challenge, methods: methods.join(' ') })
  return `${page}#${fragment.toString()}`
}

function sendPage(response: Response, status: number, html: string): void {
  response
    .status(status)
    .set({
      'Cache-Control': 'no-store',
      'Content-Security-Policy':
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'Cross-Origin-Opener-Policy': 'same-origin',
      // The address of this page holds the code.
      'Referrer-Policy': 'no-referrer',
    })
    .type('html')
    .send(html)
}

/** Lax, not Strict: the browser comes back from another site and must bring it along. */
function pendingCookie({ prefix, isSecure }: CookieTransport) {
  const name = `${prefix}goalixa_google`
  const optionsFor = (response: Response): CookieOptions => ({
    httpOnly: true,
    secure: isSecure(response),
    sameSite: 'lax',
    path: '/',
  })
  return {
    read: (request: Request) => cookieOf(request.headers.cookie, name),
    set: (response: Response, value: string) =>
      void response.cookie(name, value, { ...optionsFor(response), maxAge: pendingSeconds * 1000 }),
    clear: (response: Response) => void response.clearCookie(name, optionsFor(response)),
  }
}
