/** Pages for browsers: everything they load comes from this origin, and nothing is written inline. */
import express from 'express'
import type { RequestHandler, Router } from 'express'
import { AppError } from '@goalixa/contracts/errors'

/** `extra`: directives of the Content-Security-Policy beside those that hold for every page. */
export function documentHeaders(extra: readonly string[] = []): RequestHandler {
  const policy = [
    "default-src 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...extra,
  ].join('; ')
  return (_request, response, next) => {
    response.set({
      'Content-Security-Policy': policy,
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Referrer-Policy': 'strict-origin-when-cross-origin',
    })
    next()
  }
}

/** The files of a folder. Every use asks whether they changed, so that a new version shows at once. */
export const folderFiles = (folder: string): RequestHandler =>
  express.static(folder, {
    redirect: false,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders: (response) => revalidate(response),
  })

const revalidate = (response: { setHeader(name: string, value: string): unknown }) =>
  response.setHeader('Cache-Control', 'no-cache')

/** Answers a GET of one path; other methods are told so. `name` is the label in metrics. */
export function page(router: Router, path: string, name: string, ...handlers: RequestHandler[]): void {
  const named: RequestHandler = (request, response, next) => {
    response.locals['route'] = name
    if (request.method === 'GET' || request.method === 'HEAD') return next()
    response.setHeader('Allow', 'GET, HEAD')
    throw new AppError('request.method_not_allowed', `${request.method} is not known here`)
  }
  router.all(path, named, ...handlers)
}
