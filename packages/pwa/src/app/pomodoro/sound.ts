const kept = 'gx-sound'
export const hasSound = (): boolean => localStorage.getItem(kept) === 'on'
export const chooseSound = (on: boolean): void =>
  on ? localStorage.setItem(kept, 'on') : localStorage.removeItem(kept)

/** Two soft tones, made here: no file. */
export function playSound(): void {
  if (!hasSound()) return
  const audio = new AudioContext()
  for (const [at, pitch] of [
    [0, 660],
    [0.25, 880],
  ] as const) {
    const tone = new OscillatorNode(audio, { frequency: pitch })
    const loud = new GainNode(audio, { gain: 0.15 })
    loud.gain.setTargetAtTime(0, audio.currentTime + at + 0.1, 0.08)
    tone.connect(loud).connect(audio.destination)
    tone.start(audio.currentTime + at)
    tone.stop(audio.currentTime + at + 0.6)
    tone.addEventListener('ended', () => void (at > 0 && audio.close()))
  }
}
