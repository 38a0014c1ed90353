/** `/openapi.json`, and `/docs`: the same document to read and try out. */
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import express from 'express'
import type { Router } from 'express'
import type { NamedRoute } from '@goalixa/contracts/routes'
import { documentHeaders, folderFiles, page } from '../pages/documents.ts'
import { printOpenApi } from './openapi.ts'

/** Swagger UI has its icons in the style sheet. */
const forSwagger = ["img-src 'self' data:"]

const ownFiles = fileURLToPath(new URL('../../public/docs', import.meta.url))
const swaggerFiles = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/swagger-ui.css')))
const servedOfSwagger = ['swagger-ui.css', 'swagger-ui-bundle.js']

export function openApiRoutes(table: readonly NamedRoute[], cookieName: string): Router {
  const router = express.Router({ caseSensitive: true, strict: true })
  const document = JSON.stringify(printOpenApi(table, cookieName))
  page(router, '/openapi.json', 'openapi', (_request, response) => {
    response.set('Cache-Control', 'no-cache').type('application/json').send(document)
  })
  const headers = documentHeaders(forSwagger)
  page(router, '/docs', 'docs', headers, (_request, response) => {
    response.set('Cache-Control', 'no-cache').sendFile('index.html', { root: ownFiles, cacheControl: false })
  })
  page(router, '/docs/', 'docs', (_request, response) => response.redirect(308, '/docs'))
  for (const file of servedOfSwagger) {
    page(router, `/docs/${file}`, 'docs', headers, (_request, response) => {
      response.set('Cache-Control', 'no-cache').sendFile(file, { root: swaggerFiles, cacheControl: false })
    })
  }
  router.use('/docs/', headers, folderFiles(ownFiles))
  return router
}
