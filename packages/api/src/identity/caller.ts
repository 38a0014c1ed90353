/** Who calls, kept with the answer that is being made. */
import type { Caller } from './identify.ts'

interface Answer {
  readonly locals: Record<string, unknown>
}

export const keepCaller = (response: Answer, caller: Caller): void => {
  response.locals['caller'] = caller
}

/** On routes that need somebody, after {@link keepCaller}. */
export const callerOf = (response: Answer): Caller => response.locals['caller'] as Caller

export const keepClientAddress = (response: Answer, address: string): void => {
  response.locals['clientAddress'] = address
}

/** From where the request comes, on routes of the gateway's own. */
export const clientAddressOf = (response: Answer): string => response.locals['clientAddress'] as string
