/** Who calls, kept with the answer that is being made. */
import type { Request, Response } from 'express'
import type { Caller } from './identify.ts'

export const keepCaller = (response: Response, caller: Caller): void => {
  response.locals['caller'] = caller
}

/** On routes that need somebody, after {@link keepCaller}. */
export const callerOf = (response: Response): Caller => response.locals['caller'] as Caller

/** The peer of the connection: headers that name an address are the caller's own claim. */
export const clientAddressOf = (request: Pick<Request, 'socket'>): string =>
  (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
