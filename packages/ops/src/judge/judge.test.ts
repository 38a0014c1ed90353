/** The rules one by one, and the noise of a healthy cluster, which must raise no alarm. */
import { describe, expect, test } from 'vitest'
import { judge, startJudging } from './judge.ts'
import type { Judgement, JudgeSettings } from './judge.ts'
import type { ClusterEvent, ContainerStatus, Observation, Pod, Revision, Workload } from './objects.ts'
import { pullRule } from './pull-rules.ts'
import type { RuleName } from './rules.ts'

const settings: JudgeSettings = { deadlineMs: 600_000, settleMs: 15_000, fence: '7' }
const owner = (kind: string, uid: string) => [{ kind, uid, controller: true }]

const deployment = (
  how: { available?: number; generation?: number; fence?: string; paused?: boolean } = {},
): Workload => ({
  kind: 'Deployment',
  metadata: {
    name: 'app',
    uid: 'd',
    generation: how.generation ?? 2,
    annotations: { 'deployment.kubernetes.io/revision': '2', 'goalixa.com/fence': how.fence ?? '7' },
  },
  spec: { replicas: 2, ...(how.paused === undefined ? {} : { paused: how.paused }) },
  status: { observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: how.available ?? 0 },
})
const set: Revision = {
  kind: 'ReplicaSet',
  metadata: {
    name: 'app-new',
    uid: 'r2',
    annotations: { 'deployment.kubernetes.io/revision': '2' },
    ownerReferences: owner('Deployment', 'd'),
  },
}

const pod = (name: string, status: Partial<ContainerStatus>, of = 'r2'): Pod => ({
  metadata: { name, uid: name, ownerReferences: owner('ReplicaSet', of) },
  status: { phase: 'Running', containerStatuses: [{ name: 'app', ...status }] },
})
const waits = (reason: string, message = '') => ({ state: { waiting: { reason, message } } })
const crashed = (restartCount: number, reason = 'Error', exitCode = 1) => ({
  state: { running: {} },
  restartCount,
  lastState: { terminated: { reason, exitCode } },
})
const event = (on: string, reason: string, message: string, count = 1): ClusterEvent => ({
  metadata: { name: `${on}.${reason}` },
  reason,
  message,
  count,
  involvedObject: { name: on, uid: on },
})
const seen = (
  pods: readonly Pod[],
  events: readonly ClusterEvent[] = [],
  workload = deployment(),
): Observation => ({
  workload,
  revisions: [set],
  pods,
  events,
})

/** The judgement after a row of sights, each at its second. */
function judged(
  sights: readonly (readonly [number, Observation])[],
  before: Observation = seen([]),
): Judgement {
  let memory = startJudging(before, 0)
  let last: Judgement | undefined
  for (const [at, sight] of sights) {
    const next = judge(memory, sight, settings, at * 1000)
    memory = next.memory
    last = next.judgement
    if (last.state === 'failed') return last
  }
  return last!
}

describe('at once', () => {
  test.each<[RuleName, Observation]>([
    ['imageName', seen([pod('a', waits('InvalidImageName'))])],
    ['imageNeverPull', seen([pod('a', waits('ErrImageNeverPull'))])],
    ['imageSignature', seen([pod('a', waits('SignatureValidationFailed'))])],
    [
      'imageMissing',
      seen([pod('a', waits('ErrImagePull', 'rpc error: code = NotFound desc = x: not found'))]),
    ],
    [
      'imageMissing',
      seen(
        [pod('a', waits('ImagePullBackOff'))],
        [event('a', 'Failed', 'Failed to pull image "x": manifest unknown')],
      ),
    ],
    ['imageDenied', seen([pod('a', waits('ErrImagePull', 'pull: 401 Unauthorized'))])],
    [
      'imagePlatform',
      seen([pod('a', waits('ErrImagePull', 'x: no match for platform in manifest: not found'))]),
    ],
    ['imagePolicy', seen([pod('a', waits('ErrImagePull', 'x: PROJECTPOLICYVIOLATION: denied'))])],
    ['configMissing', seen([pod('a', waits('CreateContainerConfigError', 'secret "api-env" not found'))])],
    [
      'notExecutable',
      seen([
        pod('a', {
          state: { terminated: { exitCode: 128, reason: 'StartError', message: 'exec format error' } },
        }),
      ]),
    ],
    [
      'configMissing',
      seen(
        [{ ...pod('a', {}), status: { phase: 'Pending' } }],
        [event('a', 'FailedMount', 'MountVolume failed: secret "tls" not found')],
      ),
    ],
    [
      'quota',
      {
        ...seen([]),
        revisions: [
          {
            ...set,
            status: {
              conditions: [
                {
                  type: 'ReplicaFailure',
                  status: 'True',
                  message: 'pods "app-new-x" is forbidden: exceeded quota: compute',
                },
              ],
            },
          },
        ],
      },
    ],
  ])('%s', (rule, sight) => {
    expect(judged([[1, sight]])).toMatchObject({ state: 'failed', verdict: { class: 'terminal', rule } })
  })
})

describe('after its budget, and not before', () => {
  test.each<[RuleName, (n: number) => Observation, number]>([
    ['crash', (n) => seen([pod('a', crashed(n))]), 3],
    ['crash', (n) => seen([pod('a', crashed(n)), pod('b', crashed(n))]), 2],
    ['outOfMemory', (n) => seen([pod('a', crashed(n, 'OOMKilled', 137))]), 2],
    ['nodeTrouble', (n) => seen([pod('a', crashed(n, 'ContainerCannotRun', 128))]), 3],
    [
      'imagePull',
      (n) =>
        seen(
          [pod('a', waits('ErrImagePull', 'dial tcp: i/o timeout'))],
          [event('a', 'Failed', 'Failed to pull image: i/o timeout', n)],
        ),
      3,
    ],
    [
      'moved',
      (n) =>
        seen(
          Array.from({ length: n }, (_, index) => ({
            ...pod(`p${index}`, {}),
            status: { phase: 'Failed', reason: 'Evicted' },
          })),
        ),
      3,
    ],
  ])('%s: %#', (rule, sight, times) => {
    expect(judged([[1, sight(times - 1)]])).toMatchObject({ state: 'going on' })
    expect(judged([[1, sight(times)]])).toMatchObject({ state: 'failed', verdict: { rule } })
  })

  test.each<[RuleName, Observation, number]>([
    ['imagePull', seen([pod('a', waits('RegistryUnavailable', 'no route'))]), 120],
    [
      'unschedulable',
      seen([
        {
          metadata: pod('a', {}).metadata,
          status: {
            phase: 'Pending',
            conditions: [
              { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/2 nodes' },
            ],
          },
        },
      ]),
      120,
    ],
    [
      'volume',
      seen(
        [{ ...pod('a', {}), status: { phase: 'Pending' } }],
        [event('a', 'FailedMount', 'timed out waiting for the condition')],
      ),
      120,
    ],
    ['webhook', seen([], [event('app-new', 'FailedCreate', 'failed calling webhook "x"')]), 60],
  ])('%s', (rule, sight, limit) => {
    const withCondition: Observation =
      rule === 'webhook'
        ? {
            ...sight,
            revisions: [
              {
                ...set,
                status: {
                  conditions: [
                    { type: 'ReplicaFailure', status: 'True', message: 'failed calling webhook "x"' },
                  ],
                },
              },
            ],
          }
        : sight
    expect(
      judged([
        [1, withCondition],
        [limit, withCondition],
      ]),
    ).toMatchObject({ state: 'going on' })
    expect(
      judged([
        [1, withCondition],
        [limit + 1, withCondition],
      ]),
    ).toMatchObject({ state: 'failed', verdict: { rule } })
  })
})

describe('noise of a healthy cluster', () => {
  const well = (restarts = 0) =>
    seen(
      [pod('a', restarts === 0 ? { restartCount: 0 } : crashed(restarts)), pod('b', {})],
      [],
      deployment({ available: 2 }),
    )

  test('one early restart that recovers', () => {
    expect(
      judged([
        [1, seen([pod('a', crashed(1))])],
        [3, well(1)],
        [19, well(1)],
      ]).state,
    ).toBe('done')
  })

  test('done only when nothing has started again for the whole time', () => {
    expect(
      judged([
        [1, well()],
        [10, well(1)],
        [17, well(1)],
      ]).state,
    ).toBe('going on')
    expect(
      judged([
        [1, well()],
        [10, well(1)],
        [26, well(1)],
      ]).state,
    ).toBe('done')
  })

  test('a slow pull', () => {
    const pulling = seen([pod('a', waits('ContainerCreating'))], [event('a', 'Pulling', 'Pulling image')])
    expect(
      judged([
        [1, pulling],
        [500, pulling],
        [501, well()],
        [517, well()],
      ]).state,
    ).toBe('done')
  })

  test('one failed pull, then a good one', () => {
    const failed = seen([pod('a', waits('ErrImagePull', 'connection refused'))])
    expect(
      judged([
        [1, failed],
        [60, well()],
        [80, failed],
        [150, well()],
        [170, well()],
      ]).state,
    ).toBe('done')
  })

  test('broken pods of another revision', () => {
    const old = pod('old', waits('ImagePullBackOff', 'x: not found'), 'r1')
    const sight = { ...well(), pods: [...well().pods, old] }
    expect(
      judged([
        [1, sight],
        [20, sight],
      ]).state,
    ).toBe('done')
  })

  test('restarts from before the rollout, on pods that it keeps', () => {
    expect(
      judged(
        [
          [1, well(9)],
          [20, well(9)],
        ],
        well(9),
      ).state,
    ).toBe('done')
  })

  test('pods that are being ended', () => {
    const ending = {
      ...pod('z', waits('CreateContainerConfigError', 'x')),
      metadata: { ...pod('z', {}).metadata, deletionTimestamp: 'now' },
    }
    const sight = { ...well(), pods: [...well().pods, ending] }
    expect(
      judged([
        [1, sight],
        [20, sight],
      ]).state,
    ).toBe('done')
  })

  test('another number of replicas, which an autoscaler may set', () => {
    const scaled = { ...well(), workload: deployment({ available: 2, generation: 2 }) }
    expect(
      judged([
        [1, well()],
        [5, scaled],
        [20, scaled],
      ]).state,
    ).toBe('done')
  })

  test('an old refusal on a ReplicaSet that comes back', () => {
    const refused: Revision = {
      ...set,
      status: { conditions: [{ type: 'ReplicaFailure', status: 'True', message: 'exceeded quota' }] },
    }
    expect(
      judged([[1, { ...seen([]), revisions: [refused] }]], { ...seen([]), revisions: [refused] }).state,
    ).toBe('going on')
  })
})

describe('others', () => {
  test.each<[string, Observation]>([
    ['paused', seen([], [], deployment({ paused: true }))],
    ['changed', seen([], [], deployment({ fence: '8' }))],
    [
      'changed',
      { ...seen([]), revisions: [{ ...set, metadata: { ...set.metadata, name: 'app-newer', uid: 'r3' } }] },
    ],
    ['deleted', { ...seen([]), workload: undefined }],
  ])('%s: stops, and undoes nothing', (rule, sight) => {
    expect(
      judged([
        [1, seen([])],
        [2, sight],
      ]),
    ).toMatchObject({ state: 'failed', verdict: { class: 'foreign', rule } })
  })

  test('flapping readiness is no progress: the deadline ends it, and tells what the probe said', () => {
    const flaps = Array.from({ length: 100 }, (_, index): readonly [number, Observation] => [
      index * 7,
      seen(
        [pod('a', {})],
        [event('a', 'Unhealthy', 'Readiness probe failed: 503')],
        deployment({ available: index % 2 === 0 ? 2 : 1 }),
      ),
    ])
    expect(judged(flaps)).toMatchObject({
      state: 'failed',
      verdict: { class: 'deadline', reason: 'Unhealthy' },
    })
  })
})

test.each([
  ['failed to resolve reference "x": unexpected status from HEAD request: 403 Forbidden', 'imageDenied'],
  ['failed to authorize: failed to fetch oauth token: 503 Service Unavailable', 'imagePull'],
  ['toomanyrequests: You have reached your pull rate limit', 'imagePull'],
  ['x509: certificate signed by unknown authority', 'imagePull'],
  ['some words nobody has heard', 'imagePull'],
  ['pull access denied, repository does not exist or may require authorization', 'imageDenied'],
])('a failed pull: %s', (message, rule) => {
  expect(pullRule(message)).toBe(rule)
})
