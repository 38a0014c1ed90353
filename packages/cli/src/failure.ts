/** Whatever is thrown becomes one failure: a code, a sentence, what to try, and the exit code. */
import { AppError } from '@goalixa/contracts/errors'
import type { FieldProblem } from '@goalixa/contracts/errors'
import { exit, exitCodeOf } from './exit-codes.ts'
import type { FailureCode } from './exit-codes.ts'
import { safeLine, safeText } from './output/safe-text.ts'

export interface Failure {
  readonly code: FailureCode
  readonly message: string
  readonly try: string
  readonly exit: number
  readonly requestId?: string
  readonly fields?: readonly FieldProblem[]
}

/** A command that was typed wrong; `tryNext` says how it is right. */
export class UsageError extends Error {
  readonly tryNext: string | undefined

  constructor(message: string, tryNext?: string) {
    super(message)
    this.name = 'UsageError'
    this.tryNext = tryNext
  }
}

/** `command` as typed, such as `task add`; it is where the help is. */
export function failureOf(error: unknown, command?: string): Failure {
  const help = `goalixa ${command === undefined ? '' : `${command} `}--help`
  if (error instanceof AppError) return ofAppError(error)
  if (error instanceof UsageError) return usage(error.message, error.tryNext ?? help)
  if (isPromptClosed(error)) {
    return {
      code: 'interrupted',
      message: 'Stopped at the question; nothing was changed',
      try: 'run it again',
      exit: exit.interrupted,
    }
  }
  if (isOclifError(error)) return usage(oclifSentence(error), help)
  return {
    code: 'internal',
    message: `Something unexpected happened: ${error instanceof Error ? error.message : String(error)}`,
    try: 'run it again with GOALIXA_DEBUG=1 to see where',
    exit: exit.failed,
  }
}

/** One sentence, the rows or fields at fault, and a `try:` line. */
export function failureWords(failure: Failure): string {
  // One bad line is often told in the sentence already.
  const others = (failure.fields ?? []).filter(({ message }) => !failure.message.includes(message))
  const fields = others.map(({ path, message, line }) => {
    const place = line === undefined ? path : `line ${line}`
    return `  ${place === '' ? '' : `${safeLine(place)}: `}${safeLine(message)}`
  })
  const request = failure.requestId === undefined ? [] : [`request: ${safeLine(failure.requestId)}`]
  // Some sentences go on with a list, such as the candidates of a short id.
  return [
    safeText(failure.message.replace(/^[a-z](?=[a-z]* )/, (letter) => letter.toUpperCase())),
    ...fields,
    `try: ${safeLine(failure.try)}`,
    ...request,
  ].join('\n')
}

function ofAppError(error: AppError): Failure {
  return {
    code: error.code,
    message: error.message,
    try: error.try,
    exit: exitCodeOf(error.code),
    ...(error.requestId === undefined ? {} : { requestId: error.requestId }),
    ...(error.fields.length === 0 ? {} : { fields: error.fields }),
  }
}

const usage = (message: string, tryNext: string): Failure => ({
  code: 'usage',
  message,
  try: tryNext,
  exit: exit.usage,
})

const isPromptClosed = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'ExitPromptError' || error.name === 'AbortPromptError')

interface OclifError extends Error {
  readonly oclif: object
  readonly args?: readonly { readonly name: string }[] | readonly string[]
}
const isOclifError = (error: unknown): error is OclifError => error instanceof Error && 'oclif' in error

/** oclif adds lists, colours and a pointer to the help: one sentence is enough. */
function oclifSentence(error: OclifError): string {
  const unknown = /^command (.+) not found\.?$/i.exec(error.message)
  if (unknown?.[1] !== undefined) return `There is no command "${unknown[1].replaceAll(':', ' ')}"`
  if (/^Missing \d+ required arg/.test(error.message)) {
    const names = (error.args ?? []).map((arg) => (typeof arg === 'string' ? arg : arg.name).toUpperCase())
    return `Missing: ${names.join(', ')}`
  }
  const lines = error.message.replace(/\nSee more help with --help$/, '').split('\n')
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ')
    .replace('Nonexistent flag', 'There is no flag')
}
