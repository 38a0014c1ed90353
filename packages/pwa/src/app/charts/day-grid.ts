/**
 * Weeks as columns and days as cells that can be pressed: a heat map that is a table. How much of a day was done is how far
 * its cell is filled, so that colour never stands alone; arrows go from day to day.
 */
import { html } from 'lit-html'
import type { TemplateResult } from 'lit-html'
import { ref } from 'lit-html/directives/ref.js'
import type { HabitDayState } from '@goalixa/contracts/habit-days'
import { customProperties } from '../../design/custom-properties.ts'
import { addDays } from '../store/dates.ts'

interface DayCell {
  readonly date: string
  readonly state: HabitDayState
  /** 0 nothing to 4 all. */
  readonly level: number
}

interface PressableDay extends DayCell {
  /** The date and what became of it. */
  readonly name: string
  readonly press: () => void
  readonly isToday: boolean
  readonly tabIndex: number
}

export const dayCell = ({
  date,
  state,
  level,
  name,
  press,
  isToday,
  tabIndex,
}: PressableDay): TemplateResult =>
  html`<button
    type="button"
    class="gx-day"
    data-date=${date}
    data-state=${state}
    tabindex=${tabIndex}
    aria-label=${name}
    aria-current=${isToday ? 'date' : 'false'}
    title=${name}
    ${customProperties({ '--gx-level': level })}
    @click=${press}
  ></button>`

interface DayGridOptions {
  readonly label: string
  readonly weeks: readonly { readonly from: string; readonly days: readonly DayCell[] }[]
  /** Names of the days of the week, the first of the week ahead. */
  readonly rows: readonly string[]
  readonly colour: string | null
  /** The last day. */
  readonly today: string
  /** The one that Tab comes to. */
  readonly chosen: string
  readonly choose: (date: string) => void
  readonly press: (date: string) => void
  readonly nameOf: (day: DayCell) => string
  readonly monthOf: (date: string) => string
}

export function dayGrid(options: DayGridOptions): TemplateResult {
  const { label, weeks, rows, colour, today, chosen, choose, press, nameOf, monthOf } = options
  const first = weeks[0]?.from ?? today
  const pressed = (event: KeyboardEvent) => {
    const grid = event.currentTarget as HTMLElement
    const forward = grid.matches(':dir(rtl)') ? -7 : 7
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      ArrowRight: forward,
      ArrowLeft: -forward,
    }
    const step = steps[event.key]
    const edge = { Home: first, End: today }[event.key]
    if ((step === undefined && edge === undefined) || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    const next = edge ?? addDays(chosen, step!)
    if (next < first || next > today) return
    choose(next)
    grid.querySelector<HTMLElement>(`[data-date="${next}"]`)?.focus()
  }
  const cell = (day: DayCell | undefined) =>
    html`<td>
      ${
        day === undefined
          ? ''
          : dayCell({
              ...day,
              name: nameOf(day),
              isToday: day.date === today,
              tabIndex: day.date === chosen ? 0 : -1,
              press: () => {
                choose(day.date)
                press(day.date)
              },
            })
      }
    </td>`
  return html`<div class="gx-day-grid" ${ref(showLatest)}>
    <table aria-label=${label} ${customProperties({ '--gx-colour': colour })} @keydown=${pressed}>
      <thead>
        <tr>
          <td></td>
          ${monthSpans(weeks, monthOf).map(
            ({ name, span }) => html`<td colspan=${span}>${span > 2 ? name : ''}</td>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (name, at) =>
            html`<tr>
              <th scope="row">${name}</th>
              ${weeks.map(({ days }) => cell(days[at]))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

/** Where there is no room for all weeks, those that matter are seen first. */
function showLatest(grid: Element | undefined): void {
  if (grid === undefined) return
  // It is in the document only when the whole template is.
  requestAnimationFrame(() => {
    const end = grid.matches(':dir(rtl)') ? -1 : 1
    grid.scrollTo({ left: end * grid.scrollWidth })
  })
}

/** Neighbouring weeks whose first days are of one month. */
function monthSpans(weeks: DayGridOptions['weeks'], monthOf: (date: string) => string) {
  const spans: { readonly name: string; span: number }[] = []
  for (const { from } of weeks) {
    const name = monthOf(from)
    const last = spans.at(-1)
    if (last?.name === name) last.span++
    else spans.push({ name, span: 1 })
  }
  return spans
}
