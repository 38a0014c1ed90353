/** A report as a sheet of paper: what every form of it (terminal, Markdown, HTML) has to show. */

export interface Sheet {
  /** `Summary by project` */
  readonly title: string
  /** The days, the zone and the rule of weeks. */
  readonly range: string
  readonly chart?: Chart | undefined
  readonly sections: readonly Section[]
  /** The lines that reconcile, in their order. */
  readonly totals: readonly (readonly [name: string, time: string])[]
  /** Sentences below: how figures were rounded, what was left out. */
  readonly notes: readonly string[]
}

export interface Section {
  readonly heading: string | null
  readonly columns: readonly SheetColumn[]
  readonly rows: readonly SheetRow[]
  /** Rows of totals. */
  readonly foot: readonly (readonly string[])[]
  /** Instead of rows, when there are none. */
  readonly empty?: string
}

interface SheetColumn {
  readonly head: string
  /** As it is said aloud, where the head is short. */
  readonly spoken?: string
  readonly align?: 'right'
  readonly flexible?: boolean
}

export interface SheetRow {
  readonly cells: readonly string[]
  /** 0 to 1, where the row has a bar. */
  readonly bar?: number | undefined
  /** `#rrggbb` of the project or label. */
  readonly colour?: string | null | undefined
}

export type Chart =
  /** One column for each day, week or month; values in seconds. */
  | { readonly kind: 'columns'; readonly items: readonly ColumnItem[] }
  /** Levels 0 (nothing) to 4, null for what is not there; `marks` names what is no level, such as a skipped day. */
  | {
      readonly kind: 'heat'
      readonly rows: readonly HeatRow[]
      readonly legend: string
      /** Does it say all that the table does? Then a terminal needs no table. */
      readonly isTable: boolean
    }

interface ColumnItem {
  readonly name: string
  readonly seconds: number
  readonly text: string
}
interface HeatRow {
  readonly name: string
  readonly cells: readonly { readonly name: string; readonly level: number | null; readonly mark?: string }[]
}
