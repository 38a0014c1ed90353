/** The landing page at `/`, the app at `/app/`, and the icon that browsers ask for unasked. */
import { join } from 'node:path'
import express from 'express'
import type { RequestHandler, Router } from 'express'
import { appHeaders, builtFiles } from './app-documents.ts'
import { documentHeaders, folderFiles, page } from './documents.ts'

interface PagesOptions {
  readonly landingDir: string
  readonly pwaDir: string
  readonly publicUrl: URL
}

export function pageRoutes({ landingDir, pwaDir, publicUrl }: PagesOptions): Router {
  const router = express.Router({ caseSensitive: true, strict: true })
  page(router, '/favicon.ico', 'landing', (_request, response) => {
    response.set('Cache-Control', 'public, max-age=86400').type('image/svg+xml')
    response.sendFile(join(landingDir, 'icon.svg'), { cacheControl: false })
  })
  page(router, '/app', 'pwa', (_request, response) => response.redirect(308, '/app/'))
  page(router, '/fa', 'landing', (_request, response) => response.redirect(308, '/fa/'))
  // The files below answer reading; these paths also say what else they do not know.
  page(router, '/', 'landing', languages(publicUrl), unnamed)
  page(router, '/fa/', 'landing', languages(publicUrl), unnamed)
  page(router, '/app/', 'pwa', unnamed)
  router.use('/app/', named('pwa'), appHeaders, builtFiles(pwaDir), unnamed)
  router.use(named('landing'), documentHeaders(), folderFiles(landingDir), unnamed)
  return router
}

const named =
  (route: string): RequestHandler =>
  (_request, response, next) => {
    response.locals['route'] = route
    next()
  }

/** Where the front page is in each language, for search engines: they want whole addresses. */
function languages({ origin }: URL): RequestHandler {
  const link = (path: string, language: string) =>
    `<${origin}${path}>; rel="alternate"; hreflang="${language}"`
  const all = [link('/', 'en'), link('/fa/', 'fa'), link('/', 'x-default')].join(', ')
  return (_request, response, next) => {
    response.set('Link', all)
    next()
  }
}

/** There was no such file. */
const unnamed: RequestHandler = (_request, response, next) => {
  delete response.locals['route']
  next()
}
