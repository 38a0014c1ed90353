/** Harbor's own health, and what it keeps (section 3, preflight 5 and 7). */
import { expect, test } from 'vitest'
import type { Harbor } from '../registry/harbor.ts'
import { RegistryRefusal } from '../registry/refusal.ts'
import type { RunContext } from '../rollout/context.ts'
import { harborCheck } from './harbor-health.ts'

const images = [{ repository: 'harbor.example/goalixa/app', digest: 'sha256:1', platforms: {} }]
const context = {
  journal: { run: () => ({ kind: 'deploy' }), plan: { services: [{ images }] } },
} as unknown as RunContext
const well: Harbor['health'] = async () => ({ isHealthy: true, sick: [] })
const keeping =
  (...rules: readonly (readonly [string, number?])[]) =>
  async () => ({
    id: 1,
    cron: '',
    rules: rules.map(([template, count]) => ({
      template,
      tags: [],
      ...(count === undefined ? {} : { count }),
    })),
  })
const check = async (harbor: Partial<Pick<Harbor, 'health' | 'retention'>>) => {
  const all = harborCheck({
    harbor: { health: well, retention: async () => undefined, ...harbor },
    host: 'harbor.example',
  })
  return (await all(context)).map(({ level, object, message }) => `${level} ${object} ${message}`)
}

test('a part without which nothing is pulled stops a run, another one is a warning', async () => {
  const sick = [
    { name: 'registry', error: 'no disk' },
    { name: 'jobservice', error: '' },
  ]
  expect(await check({ health: async () => ({ isHealthy: false, sick }) })).toEqual([
    'error Harbor harbor.example its part registry is not well: no disk',
    'warning Harbor harbor.example its part jobservice is not well',
  ])
  const refusal = new RegistryRefusal('unreachable', 'nobody there')
  expect(await check({ health: () => Promise.reject(refusal) })).toEqual([
    'warning Harbor harbor.example cannot be asked how it is: nobody there',
  ])
  expect(await check({})).toEqual([])
})

test('a project that keeps less than what one may go back to is a warning', async () => {
  expect(await check({ retention: keeping(['latestPushedK', 3]) })).toEqual([
    expect.stringContaining('project goalixa keeps the 3 newest images only') as string,
  ])
  expect(await check({ retention: keeping(['latestPushedK', 10]) })).toEqual([])
  expect(await check({ retention: keeping(['latestPushedK', 3], ['always']) })).toEqual([])
  const hidden = new RegistryRefusal('refused', 'no', { status: 403 })
  expect(await check({ retention: () => Promise.reject(hidden) })).toEqual([])
})
