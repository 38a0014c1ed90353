/** Days of the week, 1 Monday to 7 Sunday, in the language of this device, and boxes to choose them. */
import { html } from 'lit-html'
import { language } from '../../words/language.ts'
import { weekStart } from '../store/dates.ts'

/** 1 January 2024 was a Monday. */
export const weekdayName = (day: number, weekday: 'short' | 'long' = 'short'): string =>
  new Intl.DateTimeFormat(language(), { weekday, timeZone: 'UTC' }).format(Date.UTC(2024, 0, day))

/** All seven, the first of the week ahead. */
export const weekdaysInOrder = (): number[] =>
  Array.from({ length: 7 }, (_, at) => ((weekStart() - 1 + at) % 7) + 1)

export const weekdayList = (days: readonly number[]): string =>
  new Intl.ListFormat(language(), { type: 'conjunction' }).format(
    weekdaysInOrder()
      .filter((day) => days.includes(day))
      .map((day) => weekdayName(day)),
  )

/** Boxes named `day` with 1 to 7 as their values. */
export const weekdayBoxes = (legend: string, chosen: readonly number[]) =>
  html`<fieldset class="gx-field">
    <legend>${legend}</legend>
    <div class="gx-cluster">
      ${weekdaysInOrder().map(
        (day) =>
          html`<label class="gx-checkbox"
            ><input type="checkbox" name="day" value=${day} ?checked=${chosen.includes(day)} /><span
              >${weekdayName(day)}</span
            ></label
          >`,
      )}
    </div>
  </fieldset>`

/** What of {@link weekdayBoxes} is ticked, in ascending order. */
export const daysTicked = (data: FormData): number[] =>
  data
    .getAll('day')
    .map(Number)
    .toSorted((a, b) => a - b)
