import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLogger } from '@goalixa/service-kit/log'
import { createDenylist } from './denylist.ts'

const log = createLogger({ service: 'api', level: 'silent' })
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
const none = async (after: number) => ({ cursor: after, items: [] })
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
    expect([list.has('s0'), list.has('s1'), list.has('s2')]).toEqual([true, true, false])
    list.stop()
  })

  it('forgets a session only when its last token has expired everywhere', async () => {
    const read = async (after: number) =>
      after === 0 ? { cursor: 1, items: [{ sid: 'a', until: inMinutes(3) }] } : { cursor: after, items: [] }
    const list = createDenylist({ now: Date.now, log, read })
    await list.start()
    await vi.advanceTimersByTimeAsync(180_000)
    expect(list.has('a')).toBe(true)
    await vi.advanceTimersByTimeAsync(120_000)
    expect(list.has('a')).toBe(false)
    list.stop()
  })

  it('is stale after two seconds without an answer, of no use after ten, and recovers', async () => {
    let read: typeof none = none
    const list = createDenylist({ now: Date.now, log, read: (after) => read(after) })
    await list.start()
    read = () => Promise.reject(new Error('down'))
    await vi.advanceTimersByTimeAsync(2_500)
    expect(list.requireFresh).toThrow('stale')
    expect(list.has('a')).toBe(false)
    await vi.advanceTimersByTimeAsync(8_000)
    expect(() => list.has('a')).toThrowError(expect.objectContaining({ code: 'service.unavailable' }))
    read = none
    await vi.advanceTimersByTimeAsync(400)
    expect(list.requireFresh).not.toThrow()
    expect(list.has('a')).toBe(false)
    list.stop()
  })

  it('lets nobody in before it heard anything', async () => {
    const list = createDenylist({ now: Date.now, log, read: () => Promise.reject(new Error('down')) })
    await list.start()
    expect(() => list.has('a')).toThrowError(expect.objectContaining({ code: 'service.unavailable' }))
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
