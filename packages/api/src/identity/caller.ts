/** Who calls, kept with the answer that is being made. */
import type { Response } from 'express'
import type { Caller } from './identify.ts'

export const keepCaller = (response: Response, caller: Caller): void => {
  response.locals['caller'] = caller
}

/** On routes that need somebody, after {@link keepCaller}. */
export const callerOf = (response: Response): Caller => response.locals['caller'] as Caller

export const keepClientAddress = (response: Response, address: string): void => {
  response.locals['clientAddress'] = address
}

/** From where the request comes, on routes of the table. */
export const clientAddressOf = (response: Response): string => response.locals['clientAddress'] as string
