/**
 * Notices that nobody was there while a timer ran. By Idle Detection where it is allowed; else by a heartbeat that stopped
 * (the machine slept), and by a window that was in front and was not touched.
 */
import type { DeskContext } from '../keys/commands.ts'
import { watchDevice } from './detector.ts'

const beatMs = 20_000
/** Timers of hidden tabs come once a minute: only more than that is sleep. */
const sleptMs = 120_000

export async function watchIdle(
  { store, account, timer, until }: DeskContext,
  cameBack: (lastSeenMs: number) => Promise<void>,
): Promise<void> {
  const { readSettings } = await import('@goalixa/replica/queries/shapes')
  const { idleThresholdSeconds } = await store.read((reader) => readSettings(reader, account.value.id))
  const thresholdMs = idleThresholdSeconds * 1000
  const others = new BroadcastChannel(`gx-seen-${account.value.id}`)
  until.addEventListener('abort', () => others.close())
  let seen = Date.now()
  let beat = Date.now()
  let isAsking = false
  /** Frozen by the browser, not asleep. */
  let isFrozen = false
  const back = (lastSeenMs: number) => {
    if (isAsking || !timer.running.value) return
    isAsking = true
    void cameBack(lastSeenMs)
      .catch(reportError)
      .finally(() => {
        isAsking = false
        seen = Date.now()
      })
  }

  let awaySince: number | undefined
  const isDevice = await watchDevice(idleThresholdSeconds, until, (isAway) => {
    if (isAway) awaySince ??= Date.now() - Math.max(60_000, thresholdMs)
    else if (awaySince !== undefined) {
      back(awaySince)
      awaySince = undefined
    }
  })
  const here = (isOurs: boolean) => {
    const now = Date.now()
    if (!isDevice && isOurs && now - seen >= thresholdMs) back(seen)
    if (isOurs && now - seen > 5000) others.postMessage(null)
    seen = now
  }
  others.addEventListener('message', () => (seen = Date.now()))
  for (const type of ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const)
    window.addEventListener(type, () => here(true), { passive: true, signal: until })
  // Behind other windows nobody can be seen working: that is no absence.
  document.addEventListener('visibilitychange', () => (seen = Date.now()), { signal: until })
  document.addEventListener('freeze', () => (isFrozen = true), { signal: until })

  const pulse = () => {
    const [before, now] = [beat, Date.now()]
    beat = now
    const slept = now - before - beatMs
    if (!isFrozen && slept >= Math.max(sleptMs, thresholdMs)) back(before)
    isFrozen = false
  }
  const interval = setInterval(pulse, beatMs)
  until.addEventListener('abort', () => clearInterval(interval), { once: true })
}
