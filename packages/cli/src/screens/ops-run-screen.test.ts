/** The screen of a run: what its events add up to, and how it looks where there is little room and no colour. */
import { createElement } from 'react'
import { describe, expect, test, vi } from 'vitest'
import type { OpsEvent } from '@goalixa/ops/events'
import { nothingTold, progressed } from './ops-progress.ts'
import type { RunProgress } from './ops-progress.ts'
import { OpsRunScreen } from './ops-run-screen.ts'
import type { OpsRunScreenProps } from './ops-run-screen.ts'

vi.hoisted(() => {
  process.env['FORCE_COLOR'] = '1'
})
const { renderToString } = await import('ink')

type Told = Pick<OpsEvent, 'type'> & Partial<OpsEvent>
const service = (name: string, level: number, changed = true) => ({
  name,
  level,
  images: [],
  changed: changed ? [{ object: `Deployment ${name}`, action: 'change' }] : [],
})
const step = (name: string, state = 'ok', type: OpsEvent['type'] = 'step'): Told => ({
  type,
  data: { step: name, state },
})
const pods = (name: string, available: number, state = 'rolling out'): Told => ({
  type: 'progress',
  service: name,
  data: { available, wanted: 3, state, waitingFor: '1 new pods to become available' },
})
const begun: readonly Told[] = [
  { type: 'plan', data: { services: [service('auth', 1), service('app', 1, false), service('api', 2)] } },
  { type: 'lock' },
  step('preflight'),
  step('baseline', 'skipped'),
  step('apply auth'),
  step('watch auth app', 'begun'),
  pods('auth', 2),
]
const failure: readonly Told[] = [
  {
    type: 'verdict',
    service: 'auth',
    message: 'auth: CrashLoopBackOff: exit 1',
    data: { hint: 'See its log.' },
  },
  { type: 'log', data: { lines: ['starting', 'cannot read \u001b[31mKEY'] } },
  step('restore auth', 'begun', 'rollback'),
]

const after = (told: readonly Told[]): RunProgress =>
  told.reduce<RunProgress>(
    (progress, one, index) =>
      progressed(progress, {
        v: 1,
        seq: index + 1,
        time: '2026-11-23T03:00:00.000Z',
        run: '20261123t030000-9f3c',
        plan: 'p',
        message: '',
        data: {},
        ...one,
      }),
    nothingTold,
  )
const stateOf = (progress: RunProgress) =>
  Object.fromEntries(progress.services.map(({ name, state }) => [name, state]))

describe('what was told adds up', () => {
  test('per service, from waiting to done', () => {
    expect(stateOf(after(begun.slice(0, 4)))).toEqual({ auth: 'waiting', app: 'same', api: 'waiting' })
    expect(stateOf(after([...begun.slice(0, 4), step('migrate auth', 'begun')])).auth).toBe('migrating')
    expect(stateOf(after(begun))).toEqual({ auth: 'rolling out', app: 'same', api: 'waiting' })
    const done = [...begun, pods('auth', 3, 'settling'), pods('auth', 3, 'done'), step('watch auth app')]
    expect(stateOf(after(done)).auth).toBe('done')
  })

  test('to a failure that keeps its first verdict while all is put back', () => {
    const progress = after([...begun, ...failure])
    expect(stateOf(progress).auth).toBe('restoring')
    expect(progress).toMatchObject({
      isRollingBack: true,
      verdict: { words: 'auth: CrashLoopBackOff: exit 1', hint: 'See its log.' },
    })
    const later = after([...begun, ...failure, { type: 'verdict', service: 'auth', message: 'another' }])
    expect(later.verdict?.words).toBe('auth: CrashLoopBackOff: exit 1')
    const end = after([...begun, ...failure, step('watch restored auth', 'ok', 'rollback')])
    expect(stateOf(end).auth).toBe('restored')
  })
})

const lines = (progress: RunProgress, over: Partial<OpsRunScreenProps> = {}): string[] => {
  const props = {
    environment: 'staging',
    progress,
    elapsedSeconds: 83,
    columns: 60,
    colour: false,
    drawings: true,
    ...over,
  }
  return renderToString(createElement(OpsRunScreen, props), { columns: props.columns }).split('\n')
}

describe('the screen', () => {
  test('shows levels, services, bars, and what is awaited, in 60 columns', () => {
    expect(lines(after(begun))).toEqual([
      'goalixa ops · staging 20261123t030000-9f3c              1:23',
      '✓ preflight  – baseline',
      'level 1',
      '  auth ████░░     2/3  rolling out: 1 new pods to become av…',
      '  app                  as it is',
      'level 2',
      '  api  ░░░░░░          waiting',
    ])
  })

  test('shows the verdict with its evidence and what to do', () => {
    expect(lines(after([...begun, ...failure])).slice(-4)).toEqual([
      '✗ auth: CrashLoopBackOff: exit 1',
      '    starting',
      '    cannot read ␛[31mKEY',
      '  hint: See its log.',
    ])
  })

  test.each([20, 40, 60, 80, 120])('keeps to %i columns, with colours and without', (columns) => {
    const progress = after([...begun, ...failure, { type: 'check', message: 'x'.repeat(200), data: {} }])
    for (const colour of [true, false])
      for (const row of lines(progress, { columns, colour }))
        expect(row.replaceAll(/\u001b\[[\d;]*m/g, '').length).toBeLessThanOrEqual(columns)
  })

  test('needs neither colours nor drawings', () => {
    const text = lines(after([...begun, ...failure]), { drawings: false }).join('\n')
    expect(text).toContain('ok preflight')
    expect(text).toContain('####..')
    expect(text).not.toMatch(/[█░✓✗]|\u001b/)
    expect(lines(after(begun), { colour: true }).join('\n')).toContain('\u001b[')
  })
})
