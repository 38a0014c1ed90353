/** The landing page at `/`, the app at `/app/`, and the icon that browsers ask for unasked. */
import { join } from 'node:path'
import express from 'express'
import type { RequestHandler, Router } from 'express'
import { documentHeaders, folderFiles, page } from './documents.ts'

export function pageRoutes({ landingDir, pwaDir }: { landingDir: string; pwaDir: string }): Router {
  const router = express.Router({ caseSensitive: true, strict: true })
  page(router, '/favicon.ico', 'landing', (_request, response) => {
    response.set('Cache-Control', 'public, max-age=86400').type('image/svg+xml')
    response.sendFile(join(landingDir, 'icon.svg'), { cacheControl: false })
  })
  page(router, '/app', 'pwa', (_request, response) => response.redirect(308, '/app/'))
  // The files below answer reading; these two paths also say what else they do not know.
  page(router, '/', 'landing', unnamed)
  page(router, '/app/', 'pwa', unnamed)
  router.use('/app/', named('pwa'), documentHeaders(), folderFiles(pwaDir), unnamed)
  router.use(named('landing'), documentHeaders(), folderFiles(landingDir), unnamed)
  return router
}

const named =
  (route: string): RequestHandler =>
  (_request, response, next) => {
    response.locals['route'] = route
    next()
  }

/** There was no such file. */
const unnamed: RequestHandler = (_request, response, next) => {
  delete response.locals['route']
  next()
}
