import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import type { OpsEvent } from '@goalixa/ops/events'
import { showRun } from './ops-run.ts'

const event = (more: Partial<OpsEvent>): OpsEvent => ({
  v: 1,
  seq: 1,
  time: '2026-11-23T03:00:00.000Z',
  run: 'r1',
  plan: 'p',
  type: 'plan',
  message: '',
  data: {},
  ...more,
})

test('draws what it is told, reads no keys, and leaves the last picture and the cursor', async () => {
  let written = ''
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 60, rows: 24 })
  stdout.setEncoding('utf8').on('data', (text: string) => (written += text))
  const screen = showRun({
    environment: 'staging',
    colour: false,
    drawings: true,
    stdout: stdout as unknown as NodeJS.WriteStream,
    now: () => 0,
  })
  const changed = [{ object: 'Deployment app', action: 'change' }]
  screen.show(event({ data: { services: [{ name: 'app', level: 2, changed }] } }))
  await expect.poll(() => written, { timeout: 30_000 }).toContain('waiting')
  screen.say('Stopping: nothing more is written')
  await expect.poll(() => written, { timeout: 30_000 }).toContain('Stopping')
  expect(process.stdin.isRaw ?? false).toBe(false)
  screen.show(event({ type: 'result', message: 'rolled back' }))
  await screen.close()
  const last = written.slice(written.lastIndexOf('goalixa ops · staging r1'))
  expect(last).toMatch(/level 2\n {2}app .*waiting\n.*Stopping.*\nrolled back/)
  // No screen of its own: what is above stays, and so does this.
  expect(written).not.toContain('\u001b[?1049h')
  expect(written.lastIndexOf('\u001b[?25h')).toBeGreaterThan(written.lastIndexOf('\u001b[?25l'))
})
