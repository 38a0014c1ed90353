import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLogger } from '@goalixa/service-kit/log'
import { createDenylist } from './denylist.ts'

const log = createLogger({ service: 'api', level: 'silent' })
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
const none = async (after: number): Promise<{ cursor: number; items: { sid: string; until: string }[] }> => ({
  cursor: after,
  items: [],
})
beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-03-02T09:00:00Z') }))
afterEach(() => void vi.useRealTimers())

describe('the denylist', () => {
  it('reads page by page, then on from where it was, and keeps what it heard', async () => {
    const asked: number[] = []
    const list = createDenylist({
      now: Date.now,
      log,
      read: async (after) => {
        asked.push(after)
        return after < 2
          ? { cursor: after + 1, items: [{ sid: `s${after}`, until: inMinutes(15) }] }
          : { cursor: after, items: [] }
      },
    })
    await list.start()
    expect(asked).toEqual([0, 1, 2])
    await vi.advanceTimersByTimeAsync(1_000)
    expect(asked).toEqual([0, 1, 2, 2, 2])
    expect(await Promise.all(['s0', 's1', 's2'].map(async (sid) => list.has(sid)))).toEqual([
      true,
      true,
      false,
    ])
    list.stop()
  })

  it('forgets a session only when its last token has expired everywhere', async () => {
    const read = async (after: number) =>
      after === 0 ? { cursor: 1, items: [{ sid: 'a', until: inMinutes(3) }] } : { cursor: after, items: [] }
    const list = createDenylist({ now: Date.now, log, read })
    await list.start()
    await vi.advanceTimersByTimeAsync(180_000)
    expect(await list.has('a')).toBe(true)
    await vi.advanceTimersByTimeAsync(120_000)
    expect(await list.has('a')).toBe(false)
    list.stop()
  })

  it('SEC-029: asks before it lets anybody in on a list older than a second; without an answer nobody gets in', async () => {
    let asked = 0
    let read: typeof none = none
    const list = createDenylist({
      now: Date.now,
      log,
      read: (after) => {
        asked += 1
        return read(after)
      },
    })
    await list.start()
    await vi.advanceTimersByTimeAsync(350)
    const before = asked
    expect(await list.has('a')).toBe(false)
    expect(asked).toBe(before)
    read = () => Promise.reject(new Error('down'))
    await vi.advanceTimersByTimeAsync(300)
    expect(await list.has('a')).toBe(false)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(list.requireFresh).toThrow('stale')
    await expect(list.has('a')).rejects.toMatchObject({ code: 'service.unavailable', retryAfterSeconds: 1 })
    read = async (after) =>
      after === 0 ? { cursor: 1, items: [{ sid: 'a', until: inMinutes(15) }] } : { cursor: after, items: [] }
    // Answered by asking, before the next poll.
    expect(await Promise.all([list.has('a'), list.has('b')])).toEqual([true, false])
    expect(list.requireFresh).not.toThrow()
    list.stop()
  })

  it('lets nobody in before it heard anything', async () => {
    const list = createDenylist({ now: Date.now, log, read: () => Promise.reject(new Error('down')) })
    await list.start()
    await expect(list.has('a')).rejects.toMatchObject({ code: 'service.unavailable' })
    list.stop()
  })

  it('tells those who wait for the end of a session, once each, unless they left', async () => {
    const items: { sid: string; until: string }[] = []
    const read = async (after: number) => ({ cursor: items.length, items: items.slice(after) })
    const list = createDenylist({ now: Date.now, log, read })
    await list.start()
    const told: string[] = []
    const tell = (name: string) => () => void told.push(name)
    list.onRevoked('a', tell('first'))
    list.onRevoked('a', tell('second'))
    list.onRevoked('a', tell('left'))()
    list.onRevoked('b', tell('other'))
    items.push({ sid: 'a', until: inMinutes(15) })
    await vi.advanceTimersByTimeAsync(1_000)
    expect(told).toEqual(['first', 'second'])
    list.onRevoked('a', tell('late'))
    list.onRevoked('a', tell('late and left'))()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(told).toEqual(['first', 'second', 'late'])
    list.stop()
  })
})
