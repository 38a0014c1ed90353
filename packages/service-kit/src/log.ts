/** Logging: one JSON line per event on stdout, with the request id; secrets are cut out by key. */
import { pino } from 'pino'
import type { DestinationStream, Logger as PinoLogger } from 'pino'
import { currentRequest } from './context.ts'
import { traceIdOf } from './trace-context.ts'

/** What is logged of every request: nothing that a caller could write into. */
interface AnsweredRequest {
  /** Letters, digits, `_` and `-`. */
  readonly requestId: string
  readonly traceId: string
  /** One that Node knows. */
  readonly method: string
  /** The id of the route table, or `none`. */
  readonly route: string
  readonly status: number
  /** Whole milliseconds. */
  readonly ms: number
}

export type Logger = PinoLogger & {
  /** The line of a request that was answered, at `info`. */
  readonly request: (answered: AnsweredRequest) => void
}

const secretKeys = [
  'password',
  'token',
  'accessToken',
  'refreshToken',
  'authorization',
  'cookie',
  'secret',
  'email',
]

/** A logger whose lines are `{time, level, service, requestId?, traceId?, msg, …}`. */
export function createLogger(
  options: { readonly service: string; readonly level: string },
  destination: DestinationStream & { lastLevel?: number } = output(),
): Logger {
  const log = pino(
    {
      level: options.level,
      base: { service: options.service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`]), censor: '[removed]' },
      mixin: () => {
        const request = currentRequest()
        return request === undefined ? {} : { requestId: request.requestId, traceId: traceIdOf(request) }
      },
    },
    destination,
  )
  const service = JSON.stringify(options.service)
  // Every request pays for its line: with nothing in it to redact or to escape, putting it together is enough.
  const request = ({ requestId, traceId, method, route, status, ms }: AnsweredRequest): void => {
    if (!log.isLevelEnabled('info')) return
    destination.lastLevel = pino.levels.values['info']!
    destination.write(
      `{"level":"info","time":"${new Date().toISOString()}","service":${service},"requestId":"${requestId}","traceId":"${traceId}","method":"${method}","route":"${route}","status":${status},"ms":${ms},"msg":"request"}\n`,
    )
  }
  return Object.assign(log, { request })
}

/** Bytes, and milliseconds: whichever comes first. */
const together = 32 * 1024
const longestWaitMs = 100

/** One per process, as there is one stdout. */
let shared: ReturnType<typeof bufferedStdout> | undefined
const output = () => (shared ??= bufferedStdout())

/**
 * Lines that can wait a moment are written together, what went wrong at once. They are joined here: the destination
 * counts the bytes of each line that it is given, which took longer than to make the line. Nothing is lost when the process ends by
 * itself; a kill takes what came in the last moment.
 */
function bufferedStdout(): DestinationStream & { lastLevel: number } {
  const stdout = pino.destination({ sync: true, maxWrite: 2 * together })
  let lines: string[] = []
  let length = 0
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    if (length === 0) return
    const text = lines.join('')
    lines = []
    length = 0
    stdout.write(text)
  }
  process.on('exit', () => {
    flush()
    stdout.flushSync()
  })
  const info = pino.levels.values['info']!
  const buffered = {
    // Makes pino tell the level of each line before it writes it.
    [pino.symbols.needsMetadataGsym]: true,
    lastLevel: info,
    write(line: string) {
      lines.push(line)
      length += line.length
      if (buffered.lastLevel > info || length >= together) flush()
      else timer ??= setTimeout(flush, longestWaitMs).unref()
    },
  }
  return buffered
}
