import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const module = fileURLToPath(new URL('log.ts', import.meta.url))
const preamble = `
  import { createLogger } from ${JSON.stringify(module)}
  const log = createLogger({ service: 'test', level: 'info' })
  const answered = { requestId: 'one', traceId: 'two', method: 'GET', route: 'things.list', status: 200, ms: 3 }
`

/** What a process wrote that logged as the script says, line by line; it is killed when the script says so. */
async function linesOf(script: string): Promise<Record<string, unknown>[]> {
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', preamble + script], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  child.on('message', () => child.kill('SIGKILL'))
  let text = ''
  for await (const chunk of child.stdout!.setEncoding('utf8')) text += chunk
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}
const wordsOf = (lines: readonly Record<string, unknown>[]) => lines.map(({ msg }) => msg)

describe('the lines of a log', () => {
  it('are all there, in their order, when the process ends', async () => {
    const lines = await linesOf(`
      for (let n = 0; n < 2000; n++) { log.info({ n }, 'info'); log.request(answered) }
      process.exit(0)
    `)
    expect(lines).toHaveLength(4000)
    expect(lines.filter(({ msg }) => msg === 'info').map(({ n }) => n)).toEqual(
      Array.from({ length: 2000 }, (_, n) => n),
    )
    expect(lines[1]).toMatchObject({
      level: 'info',
      service: 'test',
      requestId: 'one',
      traceId: 'two',
      method: 'GET',
      route: 'things.list',
      status: 200,
      ms: 3,
      msg: 'request',
    })
  })

  it('what went wrong is written at once, behind what came before it', async () => {
    const lines = await linesOf(`
      log.info('before'); log.warn('wrong'); log.info('after')
      process.send('kill'); while (true) {}
    `)
    expect(wordsOf(lines)).toEqual(['before', 'wrong'])
  })

  it('those that wait are written soon, though nothing follows', async () => {
    const lines = await linesOf(`
      log.info('only'); setTimeout(() => process.send('kill'), 1000)
    `)
    expect(wordsOf(lines)).toEqual(['only'])
  })

  it('an error that nobody catches does not take them along', async () => {
    const lines = await linesOf(`
      process.on('uncaughtException', (err) => { log.fatal({ err }, 'crash'); process.exit(1) })
      log.info('before'); throw new Error('on purpose')
    `)
    expect(wordsOf(lines)).toEqual(['before', 'crash'])
  })

  it('secrets are cut out by key, wherever they stand', async () => {
    const [line] = await linesOf(`
      log.info({ password: 'hunter2', user: { token: 'abc' } }, 'secrets')
      process.exit(0)
    `)
    expect(line).toMatchObject({ password: '[removed]', user: { token: '[removed]' } })
  })
})
