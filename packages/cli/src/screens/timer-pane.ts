/** What runs, since when, and for how long. */
import { Box } from 'ink'
import { createElement as h } from 'react'
import { fromInstantText } from '@goalixa/domain/calendar'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import { safeLine } from '../output/safe-text.ts'
import { sinceWords, stopwatchText } from '../output/watch.ts'
import { line, sides } from './line.ts'
import type { PaneProps } from './pane.ts'

export function TimerPane({ snapshot, dates, style }: Pick<PaneProps, 'snapshot' | 'dates' | 'style'>) {
  const { running } = snapshot
  if (running === null) {
    return h(
      Box,
      { flexDirection: 'column', flexShrink: 0 },
      line('■ No timer is running'),
      line('  s starts one, c continues the latest', style({ dimColor: true })),
    )
  }
  const text = running.description === '' ? '(no text)' : safeLine(running.description)
  const elapsed = stopwatchText(dates.now - fromInstantText(running.start))
  const details = [...ownersOf(running), sinceWords(running, dates)].join(' · ')
  return h(
    Box,
    { flexDirection: 'column', flexShrink: 0 },
    sides(line(`▶ ${text}`, style({ bold: true, color: 'green' })), line(elapsed, style({ bold: true }))),
    line(`  ${details}`, style({ dimColor: true })),
  )
}

const ownersOf = ({ project, labels }: TimeEntry): string[] => [
  ...(project === null ? [] : [safeLine(project)]),
  ...(labels.length === 0 ? [] : [labels.map((label) => `+${safeLine(label)}`).join(' ')]),
]
