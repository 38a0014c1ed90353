/** Every alert fires when it should and stays quiet when all is well, has a runbook, and asks for series that exist. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse, stringify } from 'yaml'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const hasPromtool = spawnSync('promtool', ['--version']).status === 0

interface Rule {
  readonly alert?: string
  readonly record?: string
  readonly expr: string
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: { readonly summary: string; readonly runbook: string }
}
const { groups } = (
  parse(readFileSync(join(root, 'k8s/base/monitoring/rules.yaml'), 'utf8')) as {
    spec: { groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[] }
  }
).spec
const alerts = groups.flatMap(({ rules }) => rules).filter(({ alert }) => alert !== undefined)

interface Series {
  readonly series: string
  readonly values: string
}
const minutes = (count: number, step: number) => `0+${step}x${count}`
const steady = (count: number, value: number) => `${value}+0x${count}`
const points = 450

/** Answers of the gateway for a route: so many good and bad ones a minute, and so many of them in time. */
const answers = (
  route: string,
  good: number,
  bad: number,
  le = '',
  inTime = good + bad,
): readonly Series[] => [
  {
    series: `goalixa_http_request_duration_seconds_count{service="api",route="${route}",status="200"}`,
    values: minutes(points, good),
  },
  {
    series: `goalixa_http_request_duration_seconds_count{service="api",route="${route}",status="500"}`,
    values: minutes(points, bad),
  },
  ...(le === undefined
    ? []
    : [
        {
          series: `goalixa_http_request_duration_seconds_bucket{service="api",route="${route}",status="200",le="${le}"}`,
          values: minutes(points, inTime),
        },
      ]),
]
const one = (series: string, values: string): readonly Series[] => [{ series, values }]

/** What makes each alert fire, and what of the same kind must not. */
const cases: Readonly<Record<string, { readonly bad: readonly Series[]; readonly good: readonly Series[] }>> =
  {
    PodsCrash: {
      bad: one(
        'kube_pod_container_status_restarts_total{namespace="goalixa-app",pod="app-1"}',
        minutes(points, 1),
      ),
      good: one(
        'kube_pod_container_status_restarts_total{namespace="goalixa-app",pod="app-1"}',
        steady(points, 7),
      ),
    },
    RolloutStuck: {
      bad: one(
        'kube_deployment_status_condition{namespace="goalixa-app",deployment="app",condition="Progressing",status="false"}',
        steady(points, 1),
      ),
      good: one(
        'kube_deployment_status_condition{namespace="goalixa-app",deployment="app",condition="Progressing",status="false"}',
        steady(points, 0),
      ),
    },
    MigrationFailed: {
      bad: one(
        'kube_job_status_failed{namespace="goalixa-app",job_name="app-migrate-0a1b2c3d"}',
        steady(points, 1),
      ),
      good: one(
        'kube_job_status_failed{namespace="goalixa-app",job_name="app-migrate-0a1b2c3d"}',
        steady(points, 0),
      ),
    },
    VolumeFills: {
      bad: [
        ...one(
          'kubelet_volume_stats_available_bytes{namespace="goalixa-db",persistentvolumeclaim="data"}',
          steady(points, 10),
        ),
        ...one(
          'kubelet_volume_stats_capacity_bytes{namespace="goalixa-db",persistentvolumeclaim="data"}',
          steady(points, 100),
        ),
      ],
      good: [
        ...one(
          'kubelet_volume_stats_available_bytes{namespace="goalixa-db",persistentvolumeclaim="data"}',
          steady(points, 50),
        ),
        ...one(
          'kubelet_volume_stats_capacity_bytes{namespace="goalixa-db",persistentvolumeclaim="data"}',
          steady(points, 100),
        ),
      ],
    },
    CertificateEnds: {
      bad: one(
        'certmanager_certificate_expiration_timestamp_seconds{name="goalixa"}',
        steady(points, 864_000),
      ),
      good: one(
        'certmanager_certificate_expiration_timestamp_seconds{name="goalixa"}',
        steady(points, 90 * 86_400),
      ),
    },
    BackupIsOld: {
      bad: one(
        'cnpg_collector_last_available_backup_timestamp{namespace="goalixa-db"}',
        steady(points, -100_000),
      ),
      good: one(
        'cnpg_collector_last_available_backup_timestamp{namespace="goalixa-db"}',
        minutes(points, 120),
      ),
    },
    ArchiveStopped: {
      bad: one(
        'cnpg_pg_stat_archiver_seconds_since_last_archival{namespace="goalixa-db"}',
        steady(points, 2000),
      ),
      good: one(
        'cnpg_pg_stat_archiver_seconds_since_last_archival{namespace="goalixa-db"}',
        steady(points, 60),
      ),
    },
    HarborIsDown: {
      bad: one('harbor_up{component="registry"}', steady(points, 0)),
      good: one('harbor_up{component="registry"}', steady(points, 1)),
    },
    LogoutsArriveLate: {
      bad: one('goalixa_denylist_age_seconds{service="api"}', steady(points, 5)),
      good: one('goalixa_denylist_age_seconds{service="api"}', steady(points, 0.2)),
    },
    GatewayCircuitOpen: {
      bad: one('goalixa_gateway_circuit_state{service="api",upstream="app"}', steady(points, 2)),
      good: one('goalixa_gateway_circuit_state{service="api",upstream="app"}', steady(points, 0)),
    },
    SignInsFail: {
      bad: [
        ...one('goalixa_auth_logins_total{method="password",outcome="failure"}', minutes(points, 60)),
        ...one('goalixa_auth_logins_total{method="password",outcome="success"}', steady(points, 9)),
      ],
      good: [
        ...one('goalixa_auth_logins_total{method="password",outcome="failure"}', minutes(points, 60)),
        ...one('goalixa_auth_logins_total{method="password",outcome="success"}', minutes(points, 6)),
      ],
    },
    SigningKeyIsOld: {
      bad: one('goalixa_auth_key_age_seconds{state="active"}', steady(points, 130 * 86_400)),
      good: one('goalixa_auth_key_age_seconds{state="active"}', steady(points, 30 * 86_400)),
    },
  }

/** Seven hours are enough for windows of days too: a rate takes what there is. Groups are evaluated in any order, so a
 * recorded value must still count when it is one evaluation old. */
const pace = { step: '2m', every: '4m', at: '7h' }

/** The objectives that the rules know, with what they allow to fail. */
const objectives = alerts
  .filter(({ alert }) => alert!.endsWith('BudgetLeaks'))
  .map(({ expr, labels }) => ({ route: labels!['route']!, budget: Number(/> 1 \* ([\d.]+)/.exec(expr)![1]) }))
const limits = alerts
  .filter(({ alert }) => alert!.endsWith('Slow'))
  .map(({ expr, labels }) => ({ route: labels!['route']!, le: /le="([\d.]+)"/.exec(expr)![1]! }))

/** All objectives at once: so many times the pace that uses a budget up in its month, and this share in time. */
const traffic = (pace: number, inTime: number): readonly Series[] =>
  objectives.flatMap(({ route, budget }) => {
    const bad = 10_000 * Math.min(budget * pace, 1)
    const le = limits.find((limit) => limit.route === route)?.le
    return answers(route, 10_000 - bad, bad, le, 10_000 * inTime)
  })
const named = (pattern: RegExp) => alerts.flatMap(({ alert }) => (pattern.test(alert!) ? [alert!] : []))

/** What is seen, and exactly which alerts fire. */
const situations: readonly { readonly series: readonly Series[]; readonly fire: readonly string[] }[] = [
  { series: [...traffic(0.5, 1), ...Object.values(cases).flatMap(({ good }) => good)], fire: [] },
  { series: Object.values(cases).flatMap(({ bad }) => bad), fire: Object.keys(cases) },
  { series: traffic(3, 1), fire: named(/BudgetLeaks$/) },
  { series: traffic(8, 1), fire: named(/BudgetLeaks$|BudgetBurns$/) },
  { series: traffic(20, 1), fire: named(/Budget/) },
  { series: traffic(0.5, 0.2), fire: named(/Slow$/) },
]

test('every alert has a runbook and a severity, and is named once', () => {
  expect(alerts.length).toBeGreaterThan(20)
  expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length)
  for (const { alert, annotations, labels } of alerts) {
    expect(existsSync(join(root, annotations!.runbook)), `${alert}: ${annotations!.runbook}`).toBe(true)
    expect(['page', 'ticket'], alert).toContain(labels!['severity'])
  }
})

test('every objective has its alerts', () => {
  const objectives = [...readFileSync(join(root, 'docs/slo.md'), 'utf8').matchAll(/% are no 5xx/g)]
  const routes = new Set(alerts.flatMap(({ labels }) => labels?.['route'] ?? []))
  expect(objectives.length).toBeGreaterThan(5)
  for (const [, route] of readFileSync(join(root, 'docs/slo.md'), 'utf8').matchAll(
    /\| `([\w.]+)`\s+\| [\d.]+ % are no 5xx/g,
  ))
    expect(routes, route).toContain(route)
})

test('rules and dashboards ask for series that the services have', () => {
  const known = new Set(
    [...readFileSync(join(root, 'docs/metrics.md'), 'utf8').matchAll(/`(goalixa_\w+)`/g)].map(
      (match) => match[1],
    ),
  )
  const asked = ['rules.yaml', 'dashboards/services.json', 'dashboards/gateway.json']
    .map((file) => readFileSync(join(root, 'k8s/base/monitoring', file), 'utf8'))
    .flatMap((text) => [...text.matchAll(/\b(goalixa_[a-z_]+)\b/g)].map((match) => match[1]!))
  expect(asked.length).toBeGreaterThan(20)
  for (const series of asked) expect(known, series).toContain(series.replace(/_(?:bucket|count|sum)$/, ''))
})

const tests = situations.map(({ series, fire }) => ({
  interval: pace.step,
  input_series: series,
  promql_expr_test: [
    {
      expr: 'sort(count by (alertname) (ALERTS{alertstate="firing"}))',
      eval_time: pace.at,
      exp_samples: fire.map((alertname) => ({ labels: `{alertname="${alertname}"}`, value: 1 })),
    },
  ],
}))

describe.skipIf(!hasPromtool)(
  hasPromtool ? 'alerts' : 'alerts: skipped, promtool is not installed here',
  () => {
    test('each fires, and none cries wolf', { timeout: 60_000 }, () => {
      const folder = mkdtempSync(join(tmpdir(), 'goalixa-rules-'))
      try {
        writeFileSync(join(folder, 'rules.yaml'), stringify({ groups }))
        writeFileSync(
          join(folder, 'tests.yaml'),
          stringify({ rule_files: ['rules.yaml'], evaluation_interval: pace.every, tests }),
        )
        execFileSync('promtool', ['check', 'rules', 'rules.yaml'], { cwd: folder, encoding: 'utf8' })
        const result = spawnSync('promtool', ['test', 'rules', 'tests.yaml'], {
          cwd: folder,
          encoding: 'utf8',
        })
        expect(result.stdout + result.stderr).not.toContain('FAILED')
        expect(result.status).toBe(0)
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    })
  },
)
