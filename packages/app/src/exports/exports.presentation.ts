import { exportRoutes } from '@goalixa/contracts/exports'
import { exportFiles } from '@goalixa/domain/plans/exports'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import { answered } from '@goalixa/service-kit/bind-routes'
import { writePiece } from '@goalixa/service-kit/write-piece'
import type { ExportsService } from './exports.service.ts'

export const exportsHandlers = (exports: ExportsService): Handlers<typeof exportRoutes> => ({
  async get({ params: { format }, query }, { principal, response }) {
    const { mediaType, extension } = exportFiles[format]
    const name = format === extension ? 'goalixa' : `goalixa-${format}`
    await exports.write(principal.userId, format, query, (piece) => {
      if (!response.headersSent) {
        response.type(mediaType)
        response.set('Content-Disposition', `attachment; filename="${name}.${extension}"`)
      }
      return writePiece(response, piece)
    })
    response.end()
    return answered
  },
})
