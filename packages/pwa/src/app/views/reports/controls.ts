/** What somebody chooses of a report: each choice is an address. */
import { html } from 'lit-html'
import type { ReportBy } from '@goalixa/contracts/reports'
import { reportGroupings } from '@goalixa/contracts/report-groupings'
import type { Days } from '@goalixa/domain/report-days'
import { icon } from '../../../design/icons.ts'
import type { WordsOf } from '../../../words/language.ts'
import { wrongPlace } from '../tasks/wrong-place.ts'
import { addDays, weekStart, zone } from '../../store/dates.ts'
import type { Answer } from './data.ts'
import { weekdayText } from './day-texts.ts'
import { forms, inForm, moved, pathOf, presets } from './state.ts'
import type { State } from './state.ts'

interface ControlsOptions {
  readonly words: WordsOf<'reports'>
  readonly to: (state: State) => void
}

const longestFilter = 2000

export const formTabs = ({ words }: ControlsOptions, state: State, days: Days | undefined) =>
  html`<nav class="gx-tabs gx-no-print" aria-label=${words.forms}>
    ${forms.map(
      (form) =>
        html`<a
          href="/app/#${pathOf(inForm(state, form, days))}"
          target="_top"
          aria-current=${form === state.form ? 'page' : 'false'}
          >${words.form[form]}</a
        >`,
    )}
  </nav>`

/** Previous, which days, next. */
export function rangeBar({ words, to }: ControlsOptions, state: State, days: Days | undefined) {
  const step = (by: -1 | 1) => {
    if (days !== undefined) to({ ...state, chosen: moved(days, by) })
  }
  const isPreset = state.chosen === undefined && presets.some((preset) => preset === state.days)
  const choose = ({ currentTarget }: Event) => {
    const { value } = currentTarget as HTMLSelectElement
    // „Other days“ stays as it is until days are chosen.
    if (value !== '') to({ ...state, chosen: undefined, days: value })
  }
  return html`
    <button
      class="gx-button gx-icon"
      aria-label=${words.previous}
      ?disabled=${days === undefined}
      @click=${() => step(-1)}
    >
      ${icon('chevron-back')}
    </button>
    <select class="gx-select" aria-label=${words.range} @change=${choose}>
      ${isPreset ? '' : html`<option value="" selected>${words.custom}</option>`}
      ${presets.map(
        (preset) =>
          html`<option value=${preset} ?selected=${isPreset && preset === state.days}>
            ${words.preset[preset]}
          </option>`,
      )}
    </select>
    <button
      class="gx-button gx-icon"
      aria-label=${words.next}
      ?disabled=${days === undefined}
      @click=${() => step(1)}
    >
      ${icon('chevron-forward')}
    </button>
  `
}

/** The days by hand, groups, comparison, filter, and whose days are counted. */
export function choices(options: ControlsOptions, state: State, answer: Answer | undefined) {
  const { words, to } = options
  const isOfTime = state.form !== 'goals' && state.form !== 'habits'
  return html`<div class="gx-card gx-stack gx-no-print">
    <div class="gx-form-row">
      ${state.form === 'goals' ? '' : dates(options, state, answer?.days)}
      ${state.form === 'summary' || state.form === 'weekly' ? grouping(options, state) : ''}
    </div>
    ${isOfTime ? filterBox(options, state, answer) : ''}
    ${
      state.form === 'summary'
        ? html`<label class="gx-switch">
            <input
              type="checkbox"
              role="switch"
              .checked=${state.isCompared}
              @change=${() => to({ ...state, isCompared: !state.isCompared })}
            /><span>${words.compare}</span></label
          >`
        : ''
    }
    ${rules(options, state, answer)}
  </div>`
}

function dates({ words, to }: ControlsOptions, state: State, days: Days | undefined) {
  const change = (name: 'from' | 'last', { currentTarget }: Event) => {
    const { value } = currentTarget as HTMLInputElement
    if (days === undefined || value === '') return
    const from = name === 'from' ? value : value < days.from ? value : days.from
    const last = name === 'last' ? value : addDays(days.to, -1)
    to({ ...state, chosen: { from, to: addDays(last < from ? from : last, 1) } })
  }
  const field = (name: 'from' | 'last', value: string) => html`
    <div class="gx-field">
      <label for="report-${name}">${words[name]}</label>
      <input
        class="gx-input"
        id="report-${name}"
        type="date"
        min="1900-01-01"
        max="2200-12-31"
        .value=${value}
        @change=${(event: Event) => change(name, event)}
      />
    </div>
  `
  return html`${field('from', days?.from ?? '')}${field('last', days === undefined ? '' : addDays(days.to, -1))}`
}

function grouping({ words, to }: ControlsOptions, state: State) {
  const all: readonly ReportBy[] =
    state.form === 'weekly' ? ['project', 'client', 'task', 'label'] : reportGroupings
  return html`<div class="gx-field">
    <label for="report-by">${words.by}</label>
    <select
      class="gx-select"
      id="report-by"
      @change=${({ currentTarget }: Event) =>
        to({ ...state, by: (currentTarget as HTMLSelectElement).value as ReportBy })}
    >
      ${all.map((by) => html`<option value=${by} ?selected=${by === state.by}>${words.byName[by]}</option>`)}
    </select>
  </div>`
}

function filterBox({ words, to }: ControlsOptions, state: State, answer: Answer | undefined) {
  const position = answer?.state.filter === state.filter ? answer.problem?.position : undefined
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const input = (event.currentTarget as HTMLFormElement).querySelector('input')!
    to({ ...state, filter: input.value.trim() })
  }
  return html`
    <form class="gx-split" role="search" @submit=${submit}>
      <input
        class="gx-input"
        name="filter"
        dir="auto"
        autocomplete="off"
        spellcheck="false"
        maxlength=${longestFilter}
        aria-label=${words.filter}
        aria-describedby="report-filter-hint"
        aria-invalid=${position === undefined ? 'false' : 'true'}
        placeholder=${words.filter}
        .value=${state.filter}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === 'Escape') (event.currentTarget as HTMLInputElement).value = state.filter
        }}
      />
      <div class="gx-cluster">
        <button class="gx-button gx-icon" aria-label=${words.filter}>${icon('search')}</button>
        ${
          state.filter === ''
            ? ''
            : html`<button
                type="button"
                class="gx-button gx-quiet gx-icon"
                aria-label=${words.clear}
                @click=${() => to({ ...state, filter: '' })}
              >
                ${icon('close')}
              </button>`
        }
      </div>
    </form>
    ${
      position === undefined
        ? html`<p class="gx-hint" id="report-filter-hint" dir="auto">${words.filterHint}</p>`
        : wrongPlace({
            id: 'report-filter-hint',
            line: state.filter,
            message: answer!.problem!.message,
            position,
          })
    }
  `
}

function rules({ words, to }: ControlsOptions, state: State, answer: Answer | undefined) {
  const select = (
    id: string,
    label: string,
    value: string,
    all: readonly (readonly [string, string])[],
    choose: (value: string) => void,
  ) => html`
    <div class="gx-field">
      <label for=${id}>${label}</label>
      <select
        class="gx-select"
        id=${id}
        @change=${({ currentTarget }: Event) => choose((currentTarget as HTMLSelectElement).value)}
      >
        ${all.map(([one, text]) => html`<option value=${one} ?selected=${one === value}>${text}</option>`)}
      </select>
    </div>
  `
  const zones = Intl.supportedValuesOf('timeZone')
  const known = state.zone === undefined || zones.includes(state.zone) ? zones : [state.zone, ...zones]
  return html`<details>
    <summary>${words.more}</summary>
    <div class="gx-form-row">
      ${select(
        'report-zone',
        words.zone,
        state.zone ?? '',
        [
          ['', `${words.asSettings}: ${zone()}`],
          ...known.map((one) => [one, one.replaceAll('_', ' ')] as const),
        ],
        (value) => to({ ...state, zone: value === '' ? undefined : value }),
      )}
      ${select(
        'report-week',
        words.weekStart,
        String(state.weekStart ?? ''),
        [
          ['', `${words.asSettings}: ${weekdayText(weekStart(), 'long')}`],
          ...[1, 2, 3, 4, 5, 6, 7].map((day) => [String(day), weekdayText(day, 'long')] as const),
        ],
        (value) => to({ ...state, weekStart: value === '' ? undefined : Number(value) }),
      )}
      ${
        answer === undefined || answer.rounding === null
          ? ''
          : html`<label class="gx-switch">
              <input
                type="checkbox"
                role="switch"
                .checked=${state.isExact}
                @change=${() => to({ ...state, isExact: !state.isExact })}
              /><span>${words.exact}</span></label
            >`
      }
    </div>
  </details>`
}
