/** A run on a terminal: its steps, the services level by level, and what went wrong with what helps. */
import { Box, Text } from 'ink'
import { createElement as h } from 'react'
import type { ReactNode } from 'react'
import { safeLine } from '../output/safe-text.ts'
import { column, line, rest, sides } from './line.ts'
import type { Style, Styling } from './line.ts'
import type { RunProgress, ServiceProgress, ServiceState, StepProgress } from './ops-progress.ts'

export interface OpsRunScreenProps {
  readonly environment: string
  readonly progress: RunProgress
  readonly elapsedSeconds: number
  readonly columns: number
  readonly colour: boolean
  readonly drawings: boolean
}

/** Words say more than a bar where there is little room. */
const barWidthIn = (columns: number): number => (columns < 50 ? 0 : columns < 76 ? 6 : 12)

const colours: Readonly<Record<ServiceState, Style>> = {
  same: { dimColor: true },
  waiting: { dimColor: true },
  migrating: { color: 'cyan' },
  applying: { color: 'cyan' },
  'rolling out': { color: 'cyan' },
  settling: { color: 'cyan' },
  done: { color: 'green' },
  failed: { color: 'red', bold: true },
  restoring: { color: 'yellow' },
  restored: { color: 'yellow' },
}

export function OpsRunScreen(props: OpsRunScreenProps): ReactNode {
  const { environment, progress, elapsedSeconds, columns, colour } = props
  const style: Styling = (wanted) => (colour ? wanted : {})
  const { run, steps, remarks, verdict, evidence, result, isRollingBack } = progress
  const levels = [...new Set(progress.services.map(({ level }) => level))].toSorted((a, b) => a - b)
  const what = isRollingBack ? 'rolling back' : 'goalixa ops'
  return h(
    Box,
    { flexDirection: 'column', width: columns },
    sides(
      line(`${what} · ${safeLine(environment)} ${run}`, style({ bold: true })),
      line(stopwatch(elapsedSeconds), style({ bold: true })),
    ),
    steps.length > 0 && h(Text, { key: 'steps' }, steps.map((step) => stepWords(step, props)).join('  ')),
    ...levels.map((level) =>
      h(
        Box,
        { key: `level ${level}`, flexDirection: 'column' },
        line(`level ${level}`, style({ dimColor: true })),
        ...progress.services
          .filter((service) => service.level === level)
          .map((service) => h(Box, { key: service.name }, serviceRow(service, props, style))),
      ),
    ),
    ...remarks.map((words, at) =>
      h(Text, { key: `remark ${at}`, ...style({ color: 'yellow' }) }, safeLine(words)),
    ),
    verdict !== undefined &&
      h(
        Box,
        { key: 'verdict', flexDirection: 'column' },
        h(Text, style({ color: 'red', bold: true }), `${mark('failed', props)} ${safeLine(verdict.words)}`),
        ...evidence.map((words, at) =>
          h(Box, { key: `evidence ${at}`, paddingLeft: 4 }, line(safeLine(words), style({ dimColor: true }))),
        ),
        verdict.hint !== '' && h(Text, { key: 'hint' }, `  hint: ${safeLine(verdict.hint)}`),
      ),
    result !== undefined && line(safeLine(result), style({ bold: true })),
  )
}

function serviceRow(
  { name, state, available, wanted, waitingFor }: ServiceProgress,
  props: OpsRunScreenProps,
  style: Styling,
): ReactNode {
  const barWidth = barWidthIn(props.columns)
  const nameWidth = Math.max(...props.progress.services.map((one) => one.name.length)) + 3
  const counts = available === undefined || wanted === undefined ? '' : `${available}/${wanted}`
  const words = waitingFor === '' || state === 'done' ? state : `${state}: ${waitingFor}`
  return h(
    Box,
    { width: props.columns },
    column(nameWidth, line(`  ${safeLine(name)}`)),
    barWidth > 0 &&
      column(
        barWidth + 1,
        line(bar({ state, available, wanted }, barWidth, props.drawings), style(colours[state])),
      ),
    column(7, line(counts), true),
    h(Text, null, '  '),
    rest(line(state === 'same' ? 'as it is' : words, style(colours[state]))),
  )
}

/** Full when done, whatever the count says; empty as long as nobody knows. */
function bar(
  { state, available, wanted }: Pick<ServiceProgress, 'state' | 'available' | 'wanted'>,
  width: number,
  drawings: boolean,
): string {
  if (state === 'same') return ''
  const isFull = state === 'done' || state === 'restored'
  const share = isFull ? 1 : available === undefined || !wanted ? 0 : Math.min(1, available / wanted)
  const full = Math.round(share * width)
  const [on, off] = drawings ? ['█', '░'] : ['#', '.']
  return `${on.repeat(full)}${off.repeat(width - full)}`
}

const stepWords = ({ name, state }: StepProgress, props: OpsRunScreenProps): string =>
  `${mark(state, props)} ${name}`

function mark(state: StepProgress['state'], { drawings }: OpsRunScreenProps): string {
  const [drawn, plain] = {
    begun: ['…', '...'],
    ok: ['✓', 'ok'],
    failed: ['✗', 'failed'],
    skipped: ['–', 'skipped'],
  }[state] as [string, string]
  return drawings ? drawn : plain
}

function stopwatch(seconds: number): string {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`
}
