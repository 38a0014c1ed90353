/** The pieces that rows are made of: each takes one row of the screen, and cuts what does not fit. */
import { Box, Text } from 'ink'
import type { TextProps } from 'ink'
import { createElement as h } from 'react'
import type { ReactNode } from 'react'
import { fit, widthOf } from '../output/table.ts'

export type Style = Pick<TextProps, 'color' | 'bold' | 'dimColor' | 'inverse'>
/** Gives nothing where there are no colours. */
export type Styling = (wanted: Style) => Style

export const line = (text: ReactNode, style: Style = {}) => h(Text, { wrap: 'truncate', ...style }, text)

/** The right one is whole as long as it fits at all. */
export const sides = (left: ReactNode, right: ReactNode) =>
  h(
    Box,
    { justifyContent: 'space-between' },
    h(Box, { flexShrink: 1, minWidth: 0 }, left),
    h(Box, { flexShrink: 0, marginLeft: 1 }, right),
  )

export const column = (width: number, child: ReactNode, alignRight = false) =>
  h(Box, { width, flexShrink: 0, justifyContent: alignRight ? 'flex-end' : 'flex-start' }, child)

export const rest = (child: ReactNode) =>
  h(Box, { flexGrow: 1, flexShrink: 1, flexBasis: 0, minWidth: 0 }, child)

export const gap = (key: string) => h(Box, { key, height: 1, flexShrink: 0 })

/** The end of a line that is being typed: its beginning gives way. */
export function lastPart(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  const turned = (one: string) =>
    [...segmenter.segment(one)]
      .map(({ segment }) => segment)
      .toReversed()
      .join('')
  return turned(fit(turned(text), width))
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
