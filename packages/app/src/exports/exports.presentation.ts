import type { ServerResponse } from 'node:http'
import { exportRoutes } from '@goalixa/contracts/exports'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import { answered } from '@goalixa/service-kit/bind-routes'
import type { ExportsService } from './exports.service.ts'

const mediaTypes = { json: 'application/json; charset=utf-8', csv: 'text/csv; charset=utf-8; header=present' }

export const exportsHandlers = (exports: ExportsService): Handlers<typeof exportRoutes> => ({
  async get({ params: { format } }, { principal, response }) {
    const write = async (piece: string) => {
      if (response.destroyed) throw new Error('the reader is gone')
      if (!response.headersSent) {
        response.type(mediaTypes[format])
        response.set('Content-Disposition', `attachment; filename="goalixa.${format}"`)
      }
      // A slow reader slows the export down instead of filling memory.
      if (!response.write(piece)) await readyForMore(response)
    }
    await exports.write(principal.userId, format, write)
    response.end()
    return answered
  },
})

/** Resolves when the reader has caught up, or is gone. */
const readyForMore = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    if (response.destroyed) return resolve()
    const done = () => {
      response.off('drain', done)
      response.off('close', done)
      resolve()
    }
    response.on('drain', done)
    response.on('close', done)
  })
