/** Where people approve the sign-in of a terminal: by its code at `/device`, for this machine at `/authorize`. */
import { fileURLToPath } from 'node:url'
import express from 'express'
import type { RequestHandler, Router } from 'express'
import { documentHeaders, folderFiles, page } from './documents.ts'

const files = fileURLToPath(new URL('../../public/approve', import.meta.url))

export function approvalRoutes(): Router {
  const router = express.Router({ caseSensitive: true, strict: true })
  const headers = documentHeaders()
  for (const path of ['/device', '/authorize']) {
    page(router, path, 'approve', headers, secret, (_request, response) => {
      response.sendFile('index.html', { root: files, cacheControl: false })
    })
  }
  router.use('/approve/', headers, folderFiles(files))
  return router
}

/** Its address holds codes: nobody hears of it, nobody keeps it. */
const secret: RequestHandler = (_request, response, next) => {
  response.set({ 'Referrer-Policy': 'no-referrer', 'Cache-Control': 'no-store' })
  next()
}
