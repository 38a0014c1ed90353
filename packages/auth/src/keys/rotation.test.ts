import { expect, test } from 'vitest'
import type { SigningKeyRow } from './keys.repository.ts'
import { dueChanges, keepRetiringSeconds, publishAheadSeconds } from './rotation.ts'

const start = Date.parse('2026-03-02T09:00:00Z')
const at = (seconds: number) => new Date(start + seconds * 1000)
const day = 86_400
const row = (kid: string, state: SigningKeyRow['state'], since: number): SigningKeyRow => ({
  kid,
  state,
  publicJwk: { kty: 'EC', crv: 'P-256', x: '', y: '' },
  sealedPrivateJwk: Buffer.of(),
  sealedWith: '',
  createdAt: at(since),
  stateSince: at(since),
})

test('SEC-016: a key is published a cache period before it signs, and until its last token has ended', () => {
  expect(publishAheadSeconds).toBeGreaterThanOrEqual(300)
  expect(keepRetiringSeconds).toBeGreaterThanOrEqual(900 + 60)
})

test('each change comes when it is due, not before', () => {
  const due = (rows: SigningKeyRow[], seconds: number) => dueChanges(rows, at(seconds), day)
  const active = row('a', 'active', 0)
  expect(due([], 0)).toEqual([{ make: 'active' }])
  const published = day - publishAheadSeconds
  expect(due([active], published - 1)).toEqual([])
  expect(due([active], published)).toEqual([{ make: 'next' }])
  const next = row('b', 'next', published)
  expect(due([active, next], day - 1)).toEqual([])
  expect(due([active, next], day)).toEqual([
    { kid: 'a', to: 'retiring' },
    { kid: 'b', to: 'active' },
  ])
  const after = [row('a', 'retiring', day), row('b', 'active', day)]
  expect(due(after, day + keepRetiringSeconds - 1)).toEqual([])
  expect(due(after, day + keepRetiringSeconds)).toEqual([{ kid: 'a', to: 'removed' }])
})
