/** The words of `goalixa ops`: what fits, what is cut, what could steer a terminal. */
import { describe, expect, test } from 'vitest'
import type { OpsEvent } from '@goalixa/ops/events'
import { eventText } from './ops-events.ts'
import { healthText } from './ops-health.ts'
import { historyText } from './ops-history.ts'
import { followedLine, logsText } from './ops-logs.ts'
import { planText } from './ops-plan.ts'
import type { PlanDocument } from './ops-plan.ts'
import { intentText, nothingToDo, reasonText } from './ops-runs.ts'
import { statusText } from './ops-status.ts'
import type { StatusDocument } from './ops-status.ts'
import { widthOf } from './table.ts'

const paint = (_: unknown, text: string) => text
const pipe = { paint, width: undefined }
const narrow = { paint, width: 60 }
const digest = `sha256:${'a'.repeat(64)}`
const image = `harbor.example.com/goalixa/app:1.4.0@${digest}`

const plan: PlanDocument = {
  environment: 'staging',
  planHash: '0123456789abcdef',
  changes: true,
  services: [
    {
      name: 'app',
      level: 2,
      images: [{ repository: 'harbor.example.com/goalixa/app', tag: '1.4.0', digest, platforms: {} }],
      migration: 'expand',
      changes: [
        { object: 'Service goalixa-app/app', action: 'create', fields: [] },
        {
          object: 'Deployment goalixa-app/app',
          action: 'change',
          fields: [
            { path: 'spec.template.spec.containers[app].image', from: 'old', to: image },
            { path: 'spec.paused', from: true, to: null },
            { path: 'metadata.annotations', from: null, to: { note: 'a\u001b[31mb' } },
          ],
        },
      ],
    },
    { name: 'api', level: 3, images: [], migration: null, changes: [] },
  ],
  prune: ['ConfigMap goalixa-app/old'],
}

describe('a plan', () => {
  test('is told per object and field', () => {
    expect(planText(plan, pipe).split('\n')).toEqual([
      'staging: 1 service to change (plan 01234567)',
      '',
      'app (level 2)',
      '  image harbor.example.com/goalixa/app:1.4.0 sha256:aaaaaaaaaaaa',
      '  migration: expand',
      '  + Service goalixa-app/app',
      '  ~ Deployment goalixa-app/app',
      '      spec.template.spec.containers[app].image',
      '        - old',
      `        + ${image}`,
      '      spec.paused',
      '        - true',
      '      metadata.annotations',
      '        + {"note":"a\\u001b[31mb"}',
      '',
      'Removed after all is verified',
      '  - ConfigMap goalixa-app/old',
      '',
      'Without a change: api',
    ])
  })

  test('keeps to the width of a terminal', () => {
    for (const line of planText(plan, narrow).split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(60)
  })

  test('is summed up for a question, for the history, and when there is nothing to do', () => {
    expect(intentText(plan)).toBe('This deploys app and removes ConfigMap goalixa-app/old')
    expect(reasonText(plan)).toBe('app 1.4.0')
    const nothing = { ...plan, changes: false, services: [], prune: [] }
    expect(planText(nothing, pipe)).toBe('staging: nothing changes (plan 01234567)')
    expect(nothingToDo(nothing).data).toEqual({ outcome: 'unchanged' })
  })
})

const status: StatusDocument = {
  environment: 'staging',
  context: 'admin@staging',
  server: 'https://10.0.0.1:6443',
  version: 'v1.33.1',
  lock: null,
  run: { id: 'r1', kind: 'deploy', actor: 'ali@laptop', reason: '', startedAt: '2026-11-23T03:00:00.000Z' },
  step: 'watch app',
  revision: { number: 4, run: 'r0', planHash: 'h', committedAt: '2026-11-22T10:00:00.000Z', summary: '' },
  workloads: [
    {
      service: 'app',
      object: 'Deployment goalixa-app/app',
      images: [image],
      complete: false,
      available: 1,
      wanted: 2,
      waitingFor: '1 new pods to become available',
      problem: 'Pod/app-1: CrashLoopBackOff: \u001b[2J',
    },
  ],
  backups: [],
  machine: null,
}

describe('the state of an environment', () => {
  test('says what was broken off, and what to do', () => {
    const text = statusText(status, pipe)
    expect(text).toContain('Revision 4, committed 2026-11-22 10:00:00 UTC')
    expect(text).toContain('Broken off: deploy r1 by ali@laptop since 2026-11-23 03:00:00 UTC, at: watch app')
    expect(text).toContain('try: goalixa ops resume --env staging')
    expect(text).toContain('app: Pod/app-1: CrashLoopBackOff: ␛[2J')
    expect(text).toMatch(
      /app +1\/2 {2}waits for 1 new pods to become available {2}app:1\.4\.0 sha256:aaaaaaaaaaaa/,
    )
  })

  test('says when a backup last succeeded, and when it last proved good', () => {
    expect(statusText(status, pipe)).not.toContain('Backups')
    const object = 'CronJob goalixa-db/backup-dump'
    const backup = { object, kind: 'dump' as const, schedule: '15 2 * * *', isFresh: true }
    const made = { madeAt: '2026-11-23T02:15:00Z', bytes: 3_400_000, rows: 12_345, isFresh: true }
    const text = statusText(
      {
        ...status,
        backups: [{ ...backup, lastSuccess: '2026-11-23T02:16:00Z' }],
        machine: {
          folder: '/backups',
          backups: [
            { ...made, file: 'c.age', verifiedAt: null },
            { ...made, file: 'b.age', verifiedAt: '2026-11-22T03:00:00Z' },
            { ...made, file: 'a.age', verifiedAt: '2026-11-21T03:00:00Z' },
          ],
        },
      },
      pipe,
    )
    expect(text.split('\n').slice(-6)).toEqual([
      'Backups',
      'dumps: last success 2026-11-23 02:16:00 UTC (CronJob goalixa-db/backup-dump)',
      '',
      'Backups in /backups',
      '2026-11-23 02:15:00 UTC, 3.4 MB, 12,345 rows, not tried (c.age)',
      '2026-11-23 02:15:00 UTC, 3.4 MB, 12,345 rows, restored and equal 2026-11-22 03:00:00 UTC (b.age)',
    ])
    expect(statusText({ ...status, backups: [{ ...backup, lastSuccess: null }] }, pipe)).toContain(
      'dumps: none has succeeded yet',
    )
  })

  test('says who works on it now', () => {
    const lock = { holder: 'sara', since: '2026-11-23T03:00:00Z', doing: 'deploy: 1.5.0', token: 3 }
    const text = statusText({ ...status, lock }, pipe)
    expect(text).toContain('Locked by sara since 2026-11-23 03:00:00 UTC: deploy: 1.5.0')
    expect(text).toContain('Running: deploy r1')
    expect(text).not.toContain('resume')
  })

  test('fits its table into 60 columns', () => {
    const table = statusText(status, narrow).split('\n\n')[1]!.split('\n').slice(0, 2)
    for (const line of table) expect(widthOf(line)).toBeLessThanOrEqual(60)
  })
})

test('the history lists revisions and runs, each with its end', () => {
  const run = { id: 'r1', actor: 'ali', startedAt: '2026-11-23T03:00:00Z', endedAt: null, overrides: {} }
  const text = historyText(
    {
      revisions: [
        { ...status.revision!, summary: `app 1.4.0 ${digest}\napp 1.4.0 ${digest}\napi 2 ${digest}` },
      ],
      runs: [
        { ...run, kind: 'rollback', reason: 'slow', outcome: 'committed' },
        { ...run, kind: 'deploy', reason: 'app 1.4.0', outcome: null },
      ],
    },
    pipe,
  )
  expect(text).toMatch(/4 {2}2026-11-22 10:00:00 UTC {2}app 1\.4\.0, api 2$/m)
  expect(text).toMatch(/r1 {3}ali {2}committed {2}rollback: slow$/m)
  expect(text).toMatch(/r1 {3}ali {2}none yet {3}app 1\.4\.0$/m)
})

test('health says what is slow, broken, or not there at all', () => {
  const path = {
    path: 'gateway',
    count: 5,
    errors: 0,
    hops: 0,
    tlsDays: null,
    p50: 3.2,
    p95: 9.6,
    findings: [],
  }
  const well = { ok: true, environment: 'staging', workloads: 5, degraded: [], paths: [path] }
  expect(healthText(well, pipe)).toMatch(/gateway {2}3 ms {2}10 ms {4}– {2}ok\nstaging is well$/)
  const ill = { ...well, ok: false, paths: [{ ...path, findings: ['5 of 5 failed: ECONNREFUSED'] }] }
  const degraded = [{ service: 'app', waitingFor: '1 pod' }]
  expect(healthText({ ...ill, degraded }, pipe)).toMatch(
    /ECONNREFUSED\napp waits for 1 pod\nstaging is not well$/,
  )
  const empty = { ...well, ok: false, workloads: 0, paths: [] }
  expect(healthText(empty, pipe)).toMatch(/--origin api=URL\nnothing runs in staging$/)
})

test('logs cannot steer the terminal, and say why there are none', () => {
  const log = {
    namespace: 'goalixa-app',
    pod: 'app-1',
    container: 'app',
    lines: ['a\u001b]0;x\u0007'],
    problem: null,
  }
  const gone = { ...log, lines: [], problem: 'container "app" is waiting to start' }
  expect(logsText({ service: 'app', logs: [log, gone] }, { paint })).toBe(
    'app-1 app\na␛]0;x␇\n\napp-1 app\ncontainer "app" is waiting to start',
  )
  expect(logsText({ service: 'app', logs: [] }, { paint })).toBe('app has no pods')
})

describe('events as lines', () => {
  const event = (more: Partial<OpsEvent>): OpsEvent => ({
    v: 1,
    seq: 1,
    time: '2026-11-23T03:04:05.678Z',
    run: 'r',
    plan: 'p',
    type: 'step',
    message: 'apply app',
    data: {},
    ...more,
  })
  test.each([
    [{}, ['03:04:05 step     apply app']],
    [
      { data: { detail: 'ali\u001b[1m changed it' } },
      ['03:04:05 step     apply app', '                  ali␛[1m changed it'],
    ],
    [{ type: 'progress', service: 'app', message: 'app: 1/2' }, ['03:04:05 progress app: 1/2']],
    [
      { type: 'progress', service: 'database', message: 'postgres: 0/1' },
      ['03:04:05 progress database: postgres: 0/1'],
    ],
    [
      {
        type: 'verdict',
        service: 'app',
        message: 'app: OOMKilled',
        data: { container: 'app', hint: 'More memory.' },
      },
      [
        '03:04:05 verdict  app: OOMKilled',
        '                  container: app',
        '                  hint: More memory.',
      ],
    ],
    [
      {
        type: 'log',
        service: 'app',
        message: 'b',
        data: { pod: 'app-1', previous: true, lines: ['a', 'b'] },
      },
      ['03:04:05 log      app-1, before its last restart:', '                  a', '                  b'],
    ],
    [
      { type: 'check', message: 'Node: old', data: { level: 'warning' } },
      ['03:04:05 check    warning: Node: old'],
    ],
  ] as const)('%j', (more, lines) => {
    expect(eventText(event(more as Partial<OpsEvent>)).split('\n')).toEqual(lines)
  })
})

test('a line that is followed says whose it is, and cannot steer the terminal', () => {
  const line = { pod: 'app-1', container: 'app', line: 'a\u001B[2Jb' }
  expect(followedLine(line, { paint })).toBe('app-1 app a␛[2Jb')
})
