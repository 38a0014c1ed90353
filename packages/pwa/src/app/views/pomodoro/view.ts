/** The pomodoro: a ring, the task it is for, and what to do next. */
import { computed, signal } from '@preact/signals-core'
import { html } from 'lit-html'
import { said } from '@goalixa/domain/plans/view'
import { pomodoroEnd } from '@goalixa/domain/pomodoro'
import { readSettings } from '@goalixa/replica/queries/shapes'
import { icon } from '../../../design/icons.ts'
import { language, loadWords } from '../../../words/language.ts'
import { beginWork, give, skip } from '../../pomodoro/actions.ts'
import { piecesDone, pomodoro } from '../../pomodoro/kept.ts'
import { chooseSound, hasSound } from '../../pomodoro/sound.ts'
import { createClock } from '../../store/clock.ts'
import type { Query } from '../../store/store.ts'
import { draw } from '../../view.ts'
import type { ViewContext } from '../../view.ts'

interface Choice {
  readonly id: string
  readonly title: string
}

const readTasks: Query<readonly Choice[]> = async (reader) =>
  (await reader.rowsOf('tasks'))
    .filter((row) => (said(row, 'status') as { readonly status: string }).status === 'open')
    .map((row) => ({ id: row.id, title: said(row, 'title') as string }))
    .toSorted((a, b) => (a.id < b.id ? 1 : -1))
    .slice(0, 200)

export async function open(
  root: HTMLElement,
  { store, account, act, place, until }: ViewContext,
): Promise<string> {
  const words = await loadWords('pomodoro')
  const doer = { store, userId: account.value.id }
  const settings = store.live((reader) => readSettings(reader, doer.userId), until)
  const tasks = store.live(readTasks, until)
  const chosen = signal(pomodoro.value?.taskId ?? place.value.query.get('task') ?? '')
  const sound = signal(hasSound())
  const now = createClock(computed(() => pomodoro.value !== null))
  const figures = new Intl.NumberFormat(language(), { minimumIntegerDigits: 2, useGrouping: false })
  const text = (seconds: number) =>
    `${figures.format(Math.floor(seconds / 60))}:${figures.format(Math.floor(seconds % 60))}`

  const ring = () => {
    const state = pomodoro.value
    const lengths = settings.value?.pomodoro
    if (lengths === undefined) return html``
    const whole =
      state === null ? lengths.workSeconds : (pomodoroEnd(state, lengths) - state.startedAt) / 1000
    const left =
      state === null ? whole : Math.max(0, Math.ceil((pomodoroEnd(state, lengths) - now.value) / 1000))
    const share = Math.round(Math.min(1, left / whole) * 100)
    return html`<div
      class="gx-ring ${state !== null && state.phase !== 'work' ? 'gx-break' : ''}"
      role="timer"
      aria-live="off"
      data-phase=${state?.phase ?? 'none'}
    >
      <svg viewBox="0 0 100 100" aria-hidden="true">
        <circle class="gx-ring-track" r="44" cx="50" cy="50" />
        <circle
          class="gx-ring-value"
          r="44"
          cx="50"
          cy="50"
          pathLength="100"
          stroke-dasharray="${share} 100"
        />
      </svg>
      <div class="gx-ring-text">
        <strong class="gx-time">${text(Math.min(left, whole))}</strong
        ><span>${state === null ? words.ready : words.phase[state.phase]}</span>
      </div>
    </div>`
  }
  const buttons = () => {
    const state = pomodoro.value
    if (state === null)
      return html`<button
        class="gx-button gx-primary"
        data-act="begin"
        @click=${() => act(() => beginWork(doer, chosen.value || null), words.begun)}
      >
        ${icon('play')}${words.begin}
      </button>`
    const isWork = state.phase === 'work'
    return html`${
        isWork
          ? ''
          : html`<button
              class="gx-button gx-primary"
              @click=${() => act(() => beginWork(doer, chosen.value || null), words.begun)}
            >
              ${icon('play')}${words.begin}
            </button>`
      }
      <button class="gx-button" @click=${() => act(() => skip(doer, settings.value!.pomodoro))}>
        ${isWork ? words.rest : words.endBreak}
      </button>
      <button class="gx-button gx-quiet" @click=${() => act(() => give(doer), words.ended)}>
        ${icon('stop')}${words.end}
      </button>`
  }
  draw(
    root,
    () =>
      html`<div class="gx-page-head"><h1 tabindex="-1">${words.title}</h1></div>
        <section class="gx-card gx-stack" aria-label=${words.title}>
          ${ring()}
          <div class="gx-field">
            <label for="pomodoro-task">${words.task}</label>
            <select
              id="pomodoro-task"
              class="gx-select"
              ?disabled=${pomodoro.value?.phase === 'work'}
              @change=${({ currentTarget }: Event & { currentTarget: HTMLSelectElement }) =>
                (chosen.value = currentTarget.value)}
            >
              <option value="" ?selected=${chosen.value === ''}>${words.noTask}</option>
              ${tasks.value?.map(
                ({ id, title }) =>
                  html`<option value=${id} ?selected=${chosen.value === id}>${title}</option>`,
              )}
            </select>
          </div>
          <div class="gx-cluster">${buttons()}</div>
          <p class="gx-quiet-text">${words.done(piecesDone.value)}</p>
          <label class="gx-switch"
            ><input
              type="checkbox"
              role="switch"
              ?checked=${sound.value}
              @change=${({ currentTarget }: Event & { currentTarget: HTMLInputElement }) =>
                chooseSound((sound.value = currentTarget.checked))}
            /><span>${words.sound}</span></label
          >
        </section>`,
    until,
  )
  return words.title
}
