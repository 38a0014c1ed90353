/** Totals of some days in six forms, as `goalixa report` has them; what is shown can be printed and saved. */
import { computed, effect, signal, untracked } from '@preact/signals-core'
import { html } from 'lit-html'
import { AppError } from '@goalixa/contracts/errors'
import { isPath } from '../../../bridge/paths.ts'
import { icon } from '../../../design/icons.ts'
import { dateLocale } from '../../../words/date-locale.ts'
import { loadWords } from '../../../words/language.ts'
import { openMenu } from '../../parts/menu.ts'
import { draw } from '../../view.ts'
import type { ViewContext } from '../../view.ts'
import { choices, formTabs, rangeBar } from './controls.ts'
import { readReport } from './data.ts'
import type { Answer, Shown } from './data.ts'
import { daysText, weekdayText } from './day-texts.ts'
import { detailed } from './detailed.ts'
import { figuresOf } from './figures.ts'
import { hours } from './hours.ts'
import type { Part } from './part.ts'
import { goals, habits } from './progress.ts'
import { saveCsv } from './save.ts'
import { pathOf, stateOf } from './state.ts'
import type { State } from './state.ts'
import { summary } from './summary.ts'
import { weekly } from './weekly.ts'

export async function open(root: HTMLElement, context: ViewContext): Promise<string> {
  const { store, place, go, act, until } = context
  const words = await loadWords('reports')
  // As its path, so that nothing is read again for an address that says the same.
  const path = computed(() => pathOf(stateOf(place.value)))
  const state = computed(() => (path.value, stateOf(place.peek())))
  /** The last one that was read: what was there stays until the next is. */
  const answer = signal<Answer | undefined>(undefined)
  const isAll = signal(false)
  const follow = effect(() => {
    const query = readReport(state.value)
    const over = new AbortController()
    const stop = untracked(() => {
      isAll.value = false
      const live = store.live(query, AbortSignal.any([until, over.signal]))
      return effect(() => void (live.value !== undefined && (answer.value = live.value)))
    })
    return () => {
      over.abort()
      stop()
    }
  })
  until.addEventListener('abort', follow, { once: true })
  window.addEventListener('beforeprint', () => (isAll.value = true), { signal: until })

  const to = (wanted: State) => {
    const next = pathOf(wanted)
    if (isPath(next)) go(next)
    else void act(() => Promise.reject(new AppError('request.invalid', words.tooLong)))
  }
  const save = (isForSpreadsheet: boolean) =>
    act(async () => {
      if (answer.value !== undefined) saveCsv(answer.value, isForSpreadsheet)
    }, words.csvDone)
  const more = ({ currentTarget }: Event) =>
    openMenu(currentTarget as HTMLElement, words.csvMore, [
      { icon: 'download', text: words.csvExact, run: () => save(false) },
    ])
  const options = { words, to }

  const body = (shown: Shown, part: Part) => {
    if (shown.form === 'goals') return goals(part, shown.report.goals)
    if (shown.form === 'habits') return habits(part, shown.report.habits)
    const { totals } = shown.report
    const hasBefore = shown.form === 'summary' && (shown.report.comparison?.totals.attributedSeconds ?? 0) > 0
    if (totals.attributedSeconds === 0 && !hasBefore && !hasEntries(shown))
      return html`<div class="gx-card gx-empty" data-empty>
        ${icon('chart')}
        <h2>${words.nothing}</h2>
        <p>${part.answer.state.filter === '' ? words.nothingHint : words.nothingFits}</p>
      </div>`
    if (shown.form === 'summary') return summary(part, shown)
    if (shown.form === 'detailed') return detailed(part, shown.report, isAll)
    return shown.form === 'weekly' ? weekly(part, shown) : hours(part, shown)
  }

  draw(
    root,
    () => {
      const now = answer.value
      const asked = state.value
      const part = now && { words, answer: now, figures: figuresOf(now, words) }
      const isOfTime = asked.form !== 'goals' && asked.form !== 'habits'
      return html`
        <div class="gx-page-head">
          <div>
            <h1 tabindex="-1">${words.title}<span class="gx-print-only">: ${headOf(asked, words)}</span></h1>
            ${now?.days === undefined ? '' : heading(now, words)}
          </div>
          <div class="gx-page-actions">
            ${asked.form === 'goals' ? '' : rangeBar(options, asked, now?.days)}
            <button class="gx-button" @click=${() => save(true)}>${icon('download')}${words.csv}</button>
            <button class="gx-button gx-icon" aria-label=${words.csvMore} aria-haspopup="menu" @click=${more}>
              ${icon('more')}
            </button>
            <button class="gx-button" @click=${() => window.print()}>${words.print}</button>
          </div>
        </div>
        <div class="gx-stack gx-report">
          ${formTabs(options, asked, now?.days)} ${choices(options, asked, now)}
          <div
            class="gx-stack"
            data-answers=${now?.path ?? ''}
            aria-busy=${now?.path === path.value ? 'false' : 'true'}
          >
            ${
              now === undefined || part === undefined
                ? html`<div class="gx-skeleton gx-block" aria-hidden="true"></div>`
                : now.shown === undefined
                  ? problem(now)
                  : body(now.shown, part)
            }
            ${isOfTime && part !== undefined && part.figures.note !== '' ? html`<p class="gx-quiet-text gx-small-text" data-rounded>${part.figures.note}</p>` : ''}
          </div>
        </div>
      `
    },
    until,
  )
  return words.title
}

/** An entry without any length is an entry all the same. */
const hasEntries = (shown: Shown): boolean => shown.form === 'detailed' && shown.report.entries.length > 0

type Words = Awaited<ReturnType<typeof loadWords<'reports'>>>

const headOf = ({ form, by }: State, words: Words): string =>
  form === 'summary' || form === 'weekly' ? `${words.form[form]} · ${words.byName[by]}` : words.form[form]

/** Which days, counted by whose clock: on the screen and on paper. */
function heading({ days, zone, weekStart, state, nowMs }: Answer, words: Words) {
  const { from, to } = days!
  const count = Temporal.PlainDate.from(from).until(to).days
  const number = new Intl.NumberFormat(dateLocale()).format(count)
  const rule = words.rule(words.days(number, count), zone, weekdayText(weekStart, 'long'))
  const when = new Intl.DateTimeFormat(dateLocale(), {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: zone,
  })
  return html`
    <p class="gx-quiet-text" data-from=${from} data-to=${to}>
      ${state.form === 'goals' ? zone : `${daysText(days!)} · ${rule}`}
    </p>
    ${state.filter === '' ? '' : html`<p class="gx-print-only">${words.filtered} <bdi>${state.filter}</bdi></p>`}
    <p class="gx-print-only">${words.printed(when.format(nowMs))}</p>
  `
}

const problem = ({ problem: wrong }: Answer) =>
  html`<div class="gx-banner gx-bad" role="alert">
    ${icon('warning')}
    <p dir="auto">${wrong?.message}</p>
  </div>`
