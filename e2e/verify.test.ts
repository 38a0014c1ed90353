/** What a rollout is proven by, asked of the real services; and where it looks when that fails. */
import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { openCluster } from '@goalixa/ops/cluster'
import type { KubeObject } from '@goalixa/ops/kube-object'
import { readManifests } from '@goalixa/ops/plan/manifests'
import { systemClock } from '@goalixa/ops/system-clock'
import { startCluster } from '@goalixa/ops/testing/cluster/start-cluster'
import { askBehindRoute } from '@goalixa/ops/verify/behind-route'
import { originsIn } from '@goalixa/ops/verify/origins'
import { createProbe } from '@goalixa/ops/verify/probe'
import { measureBaseline, verify } from '@goalixa/ops/verify/verify'
import type { VerifyOptions } from '@goalixa/ops/verify/verify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SignedInUser, TestStack } from './stack.ts'
import { root, signedInUser, startTestStack } from './stack.ts'

const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0

describe.skipIf(!hasKubectl)('what people do after a rollout', () => {
  let stack: TestStack
  let user: SignedInUser
  let manifests: KubeObject[]
  beforeAll(async () => {
    stack = await startTestStack()
    user = await signedInUser(stack.url)
    const text = execFileSync('kubectl', ['kustomize', join(root, 'k8s/overlays/production')], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    manifests = [...readManifests(text)]
  })
  afterAll(async () => {
    await user.leave()
    await stack.stop()
  })

  /** At the host names of the manifests, all of which are the one stack here; `asked` keeps what was asked of them. */
  function asking(more: Partial<VerifyOptions> = {}) {
    const probe = createProbe(() => new Date())
    const asked: URL[] = []
    const options: VerifyOptions = {
      probe: {
        ...probe,
        ask: (request) => {
          const url = new URL(request.url)
          asked.push(url)
          return probe.ask({ ...request, url: `${stack.url}${url.pathname}${url.search}` })
        },
      },
      origins: originsIn(manifests),
      user: { email: user.email, password: user.password },
      tell: () => undefined,
      rounds: 2,
      ...more,
    }
    return { options, asked, close: probe.close }
  }

  test('is well on the real services, and leads over paths that the routes have', async () => {
    const { options, asked, close } = asking()
    const baseline = await measureBaseline(options)
    expect(baseline.data).toHaveLength(7)
    for (const path of baseline.data as { errors: number }[]) expect(path).toMatchObject({ errors: 0 })
    expect(await verify(options, baseline.data)).toEqual({ outcome: 'ok' })
    const strays = asked.filter((url) => !isRouted(url))
    expect(strays.map(String)).toEqual([])
    await close()
  })

  test('answers of another revision than the one that was rolled out fail it, unless they stop', async () => {
    const { options, close } = asking()
    const answering = (revisionOf: (count: number) => string): VerifyOptions => {
      let count = 0
      const ask: typeof options.probe.ask = async (request) => {
        const answer = await options.probe.ask(request)
        if (!request.url.endsWith('/app/sw.js')) return answer
        return { ...answer, headers: { ...answer.headers, 'goalixa-revision': revisionOf((count += 1)) } }
      }
      return {
        ...options,
        probe: { ...options.probe, ask },
        revisions: async () => ({ pwa: 'new', api: 'x' }),
      }
    }
    expect(
      await verify(
        answering(() => 'new'),
        undefined,
      ),
    ).toEqual({ outcome: 'ok' })
    // A connection to a pod that leaves.
    expect(
      await verify(
        answering((count) => (count === 1 ? 'old' : 'new')),
        undefined,
      ),
    ).toEqual({ outcome: 'ok' })
    expect(
      await verify(
        answering((count) => (count % 2 === 1 ? 'old' : 'new')),
        undefined,
      ),
    ).toMatchObject({
      outcome: 'failed',
      detail: 'service worker: 1 answers of revision old instead of new',
    })
    await close()
  })

  interface Rule {
    readonly matches: readonly { readonly path: { readonly type: string; readonly value: string } }[]
    readonly backendRefs?: readonly object[]
  }

  const isRouted = ({ hostname, pathname }: URL): boolean =>
    manifests
      .filter(
        ({ kind, spec }) =>
          kind === 'HTTPRoute' && (spec!['hostnames'] as string[] | undefined)?.includes(hostname),
      )
      .flatMap(({ spec }) => spec!['rules'] as readonly Rule[])
      .filter(({ backendRefs = [] }) => backendRefs.length > 0)
      .flatMap(({ matches }) => matches)
      .some(({ path: { type, value } }) =>
        type === 'Exact' ? pathname === value : value === '/' || `${pathname}/`.startsWith(`${value}/`),
      )

  test('a failure is repeated behind the route, which tells the way from the service', async () => {
    const server = await startCluster({ namespaces: ['goalixa-api', 'goalixa-pwa', 'goalixa-landing'] })
    const cluster = openCluster({ text: server.kubeconfig, clock: systemClock })
    for (const object of manifests)
      if (object.kind === 'Service' && server.store.get('namespaces', '', object.metadata.namespace!))
        server.add(object)
    server.behind.set('goalixa-api/api', stack.url).set('goalixa-landing/landing', `${stack.url}/nowhere`)
    const { options, close } = asking({
      // The proxy in front of all of them is down.
      probe: {
        ask: async () => ({
          status: 502,
          headers: {},
          body: '',
          hops: 0,
          ms: 1,
          tlsDays: undefined,
          problem: undefined,
        }),
        close: async () => undefined,
      },
      askBehindRoute: askBehindRoute(cluster, manifests),
    })
    const { outcome, detail = '' } = await verify(options, undefined)
    expect(outcome).toBe('failed')
    const found = Object.fromEntries(
      detail.split('; ').map((line) => line.split(/: (.*)/s) as [string, string]),
    )
    const failed = '2 of 2 failed: answered 502 instead of 200'
    expect(found).toMatchObject({
      gateway: `${failed} (behind the route api:8080 answers 200: look at the way to it)`,
      landing: `${failed} (behind the route landing:8080 answers 404, too)`,
      'app shell': `${failed} (behind the route: no endpoints available for service "pwa:8080")`,
      'sign-in and refresh': `${failed} (behind the route api:8080 answers 200: look at the way to it)`,
    })
    server.access.deny({ resource: 'services' })
    const denied = await askBehindRoute(cluster, manifests)({ origin: 'api', path: '/readyz' })
    expect(denied).toMatch(/services\/proxy/)
    expect(await askBehindRoute(cluster, [])({ origin: 'api', path: '/readyz' })).toMatch(/no route of api/)
    await Promise.all([close(), cluster.close()])
    await server.close()
  })
})
