/** Where a run is shown: as JSON lines, on a screen, or as plain lines beside the result. */
import type { OpsEvent } from '@goalixa/ops/events'
import { preferProductionBuilds } from '../environment.ts'
import { eventText } from '../output/ops-events.ts'
import type { Terminal } from '../output/terminal.ts'

export interface Display {
  readonly show: (event: OpsEvent) => void
  readonly say: (words: string) => void
  /** What was shown last stays. */
  readonly close: () => Promise<void>
}

export async function openDisplay(terminal: Terminal, environment: string): Promise<Display> {
  const { say } = terminal
  if (terminal.json) return { show: terminal.document, say, close: async () => undefined }
  if (!terminal.screen) return { show: (event) => say(eventText(event)), say, close: async () => undefined }
  preferProductionBuilds()
  const { showRun } = await import('../screens/ops-run.ts')
  return showRun({
    environment,
    colour: terminal.colour,
    drawings: terminal.drawings,
    stdout: process.stdout,
    now: () => Date.now(),
  })
}
