/** One row: HTTP status, a title that never changes with the case, and what to do next. */
export interface CatalogueRow {
  readonly status: number
  readonly title: string
  readonly try: string
}

export const row = (status: number, title: string, tryNext: string): CatalogueRow => ({
  status,
  title,
  try: tryNext,
})
