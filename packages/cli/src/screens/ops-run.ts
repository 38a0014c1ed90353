/** Keeps the screen of a run up to date until it ends. It reads no keys: Ctrl-C is a signal, and stops the run. */
import { render, useWindowSize } from 'ink'
import { createElement as h } from 'react'
import type { OpsEvent } from '@goalixa/ops/events'
import { nothingTold, progressed } from './ops-progress.ts'
import { OpsRunScreen } from './ops-run-screen.ts'
import type { OpsRunScreenProps } from './ops-run-screen.ts'

interface RunScreenOptions {
  readonly environment: string
  readonly colour: boolean
  readonly drawings: boolean
  readonly stdout: NodeJS.WriteStream
  /** Epoch milliseconds. */
  readonly now: () => number
}

interface RunScreen {
  readonly show: (event: OpsEvent) => void
  readonly say: (words: string) => void
  readonly close: () => Promise<void>
}

export function showRun({ environment, colour, drawings, stdout, now }: RunScreenOptions): RunScreen {
  const began = now()
  let progress = nothingTold
  const view = () =>
    h(OpsRun, { environment, progress, elapsedSeconds: Math.floor((now() - began) / 1000), colour, drawings })
  const app = render(view(), { stdout, interactive: true, exitOnCtrlC: false, patchConsole: false })
  const draw = () => app.rerender(view())
  const ticking = setInterval(draw, 1000)
  return {
    show: (event) => {
      progress = progressed(progress, event)
      draw()
    },
    say: (words) => {
      progress = { ...progress, remarks: [...progress.remarks, words] }
      draw()
    },
    close: async () => {
      clearInterval(ticking)
      draw()
      app.unmount()
      await app.waitUntilExit()
    },
  }
}

function OpsRun(shown: Omit<OpsRunScreenProps, 'columns'>) {
  const { columns } = useWindowSize()
  return h(OpsRunScreen, { ...shown, columns })
}
