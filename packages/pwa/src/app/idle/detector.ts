/** Idle Detection, where a browser has it and somebody has allowed it. */
interface Detector extends EventTarget {
  readonly userState: 'active' | 'idle' | null
  readonly screenState: 'locked' | 'unlocked' | null
  readonly start: (options: { threshold: number; signal: AbortSignal }) => Promise<void>
}
interface DetectorType {
  new (): Detector
  readonly requestPermission: () => Promise<'granted' | 'denied'>
}

const detectorType = (): DetectorType | undefined =>
  (window as unknown as { IdleDetector?: DetectorType }).IdleDetector

/** Only after a click or a key: the browser asks. */
export const askToNotice = async (): Promise<void> => void (await detectorType()?.requestPermission())

/** Answers whether it watches. The threshold is a minute at least: less the browser does not tell. */
export async function watchDevice(
  thresholdSeconds: number,
  until: AbortSignal,
  told: (isAway: boolean) => void,
): Promise<boolean> {
  const type = detectorType()
  const allowed = await navigator.permissions
    ?.query({ name: 'idle-detection' as PermissionName })
    .catch(() => undefined)
  if (type === undefined || allowed?.state !== 'granted') return false
  const detector = new type()
  detector.addEventListener('change', () =>
    told(detector.userState === 'idle' || detector.screenState === 'locked'),
  )
  return detector.start({ threshold: Math.max(60, thresholdSeconds) * 1000, signal: until }).then(
    () => true,
    () => false,
  )
}
