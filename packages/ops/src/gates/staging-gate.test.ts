/** Production needs the proof of staging (section 2). */
import { AppError } from '@goalixa/contracts/errors'
import { expect, test } from 'vitest'
import type { RunContext } from '../rollout/context.ts'
import { stagingGate } from './staging-gate.ts'

const digest = 'sha256:1'
const contextOf = (kind: 'deploy' | 'rollback') =>
  ({
    journal: {
      run: () => ({ kind }),
      plan: {
        services: [
          { images: [{ repository: 'h.example/goalixa/app', tag: '1.0.0', digest, platforms: {} }] },
        ],
      },
    },
  }) as unknown as RunContext
const staged = (runs: string) => () =>
  Promise.resolve({
    revision: 7,
    images: [{ host: 'h.example', repository: 'goalixa-stage/app', digest: runs }],
  })
const check = async (readStaged: Parameters<typeof stagingGate>[0], kind: 'deploy' | 'rollback' = 'deploy') =>
  (await stagingGate(readStaged).check(contextOf(kind))).map(({ object, message }) => `${object} ${message}`)

test('is there when staging runs the digest, whatever the project is called', async () => {
  expect(await check(staged(digest))).toEqual([])
  expect(await check(staged('sha256:2'))).toEqual([
    'h.example/goalixa/app:1.0.0 is not in revision 7 of staging',
  ])
})

test('is not there when staging cannot say so, and is not asked for on the way back', async () => {
  expect(await check(undefined)).toEqual(['staging was not asked: say where it is with --staging-context'])
  const never = () => Promise.reject(new AppError('ops.not_staged', 'staging has no revision yet'))
  expect(await check(never)).toEqual(['staging cannot say what it runs: staging has no revision yet'])
  expect(await check(undefined, 'rollback')).toEqual([])
})
