import { exportRoutes } from '@goalixa/contracts/exports'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import { answered } from '@goalixa/service-kit/bind-routes'
import { writePiece } from '@goalixa/service-kit/write-piece'
import type { ExportsService } from './exports.service.ts'

const mediaTypes = { json: 'application/json; charset=utf-8', csv: 'text/csv; charset=utf-8; header=present' }

export const exportsHandlers = (exports: ExportsService): Handlers<typeof exportRoutes> => ({
  async get({ params: { format } }, { principal, response }) {
    await exports.write(principal.userId, format, (piece) => {
      if (!response.headersSent) {
        response.type(mediaTypes[format])
        response.set('Content-Disposition', `attachment; filename="goalixa.${format}"`)
      }
      return writePiece(response, piece)
    })
    response.end()
    return answered
  },
})
