/** `npm start`: the whole stack in the foreground, until Ctrl-C. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import { ConfigError, Port, readConfig } from '@goalixa/service-kit/config'
import { freePort, isFree } from '@goalixa/service-kit/free-port'
import { ensurePwa } from './build/build-pwa.ts'
import { LockedError } from '@goalixa/service-kit/data-folder-lock'
import type { Stack } from './stack/stack.ts'
import { lastLines, startStack } from './stack/stack.ts'

const StartConfig = z.object({
  PORT: Port.default(8080).describe('port of the edge'),
  HOST: z.string().default('127.0.0.1').describe('address of the edge'),
  PUBLIC_URL: z.url().optional().describe('address that people use, when it is another one'),
  GOALIXA_DATA: z.string().optional().describe('folder of the data'),
  XDG_DATA_HOME: z.string().optional(),
  DATABASE_URL: z.url().optional().describe('a PostgreSQL server instead of the embedded one'),
  TRUSTED_PROXIES: z
    .string()
    .optional()
    .describe('proxies in front that set X-Forwarded-For; none unless said'),
  SMTP_URL: z.string().optional().describe('mail server; without it mails are files in the data folder'),
  MAIL_FROM: z.string().optional().describe('sender of mails'),
  GOOGLE_CLIENT_ID: z.string().optional().describe('sign-in with Google: client id'),
  GOOGLE_CLIENT_SECRET: z.string().optional().describe('sign-in with Google: client secret'),
  ROUTE_OVERRIDES: z.string().optional().describe('JSON file that changes routes of the gateway'),
  WEBHOOK_ADDRESSES: z.string().optional().describe('any: webhooks may lead to your own network, too'),
  LOG_LEVEL: z.string().optional().describe('least level that is logged'),
})
/** Settings of services that people give here. */
const handedOn = [
  'TRUSTED_PROXIES',
  'SMTP_URL',
  'MAIL_FROM',
  'GOOGLE_CLIENT_ID',
  'GOOGLE_CLIENT_SECRET',
  'ROUTE_OVERRIDES',
  'WEBHOOK_ADDRESSES',
] as const

try {
  await run()
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof LockedError)) throw error
  fail(
    error.message,
    error instanceof LockedError
      ? 'stop that one first, or set GOALIXA_DATA to another folder'
      : 'correct the settings',
  )
}

async function run(): Promise<void> {
  const began = performance.now()
  const config = readConfig(StartConfig, process.env)
  const data =
    config.GOALIXA_DATA ?? join(config.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'goalixa')
  const port = config.PORT === 0 ? await freePort() : config.PORT
  if (!(await isFree(port, config.HOST))) {
    return fail(`Port ${port} is in use.`, `PORT=${port + 1} npm start`)
  }
  await ensurePwa()
  let ending = false
  const end = async (code: number) => {
    if (ending) return
    ending = true
    // A signal that comes while things still start must end all of them too.
    const started = await starting.catch(() => undefined)
    await started?.stop()
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0))
  const starting = startStack({
    data,
    host: config.HOST,
    port,
    publicUrl: config.PUBLIC_URL,
    databaseUrl: config.DATABASE_URL,
    logLevel: config.LOG_LEVEL,
    settings: Object.fromEntries(
      handedOn.flatMap((name) => (config[name] === undefined ? [] : [[name, config[name]]])),
    ),
    isCancelled: () => ending,
    onDeath: (part, how) => {
      if (!ending) console.error(`${part} ended (${how}) and is started again`)
    },
    onFailure: (part, logFile) => {
      console.error(`\n${part} stopped and does not come back.`)
      if (logFile !== undefined) console.error(`${lastLines(logFile)}\nMore in ${logFile}`)
      void end(1)
    },
  })
  const stack = await starting
  if (ending) return

  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  const elsewhere = stack.url === 'http://127.0.0.1:8080' ? '' : `  export GOALIXA_API_URL=${stack.url}\n`
  console.log(`Goalixa is ready at ${stack.url} (after ${seconds} s; data in ${data})

Type in another terminal, in this folder:
${elsewhere}  npx goalixa auth register --email you@example.com
  npx goalixa start "first steps" +goalixa
  npx goalixa status

Ctrl-C stops it; the data stays.`)
  // Not SIGHUP: that is what a terminal says when it is closed.
  process.on('SIGUSR2', () => void restart(stack))
}

async function restart(stack: Stack): Promise<void> {
  console.log('Restarting the services, one after the other')
  await stack.restart().then(
    () => console.log('All services are new'),
    (error: Error) => console.error(`${error.message}\nMore in ${stack.logs}`),
  )
}

function fail(what: string, next: string): void {
  console.error(`${what}\ntry: ${next}`)
  process.exitCode = 1
}
