/** Which tasks: state, a filter, and filters that were kept under a name. */
import { html } from 'lit-html'
import { AppError } from '@goalixa/contracts/errors'
import { icon } from '../../../design/icons.ts'
import { plainText } from '../../parts/plain-text.ts'
import { undoable } from '../../parts/undo.ts'
import { removeView, saveView } from './actions.ts'
import { statuses } from './data.ts'
import type { TaskList } from './data.ts'
import type { PartContext } from './part.ts'
import type { State } from './state.ts'
import { wrongPlace } from './wrong-place.ts'

const longestFilter = 2_000
const longestName = 200

export function filterBar({ store, act, words, to }: PartContext) {
  const inputOf = (event: Event) => (event.currentTarget as HTMLFormElement).querySelector('input')!
  const filtered = (event: SubmitEvent) => {
    event.preventDefault()
    to({ filter: inputOf(event).value.trim() })
  }
  const save = (event: SubmitEvent, filter: string) => {
    event.preventDefault()
    const input = inputOf(event)
    const keep = async () => {
      const name = plainText(input.value)
      if (name === '' || name.length > longestName) throw new AppError('request.invalid', words.viewName)
      await saveView(store, name, filter)
      input.value = ''
    }
    void undoable({ store, act }, keep, words.viewSaved)
  }
  const views = ({ views: kept }: TaskList, { filter }: State) =>
    kept.length === 0
      ? ''
      : html`<div class="gx-cluster" role="group" aria-label=${words.savedViews}>
          ${kept.map(
            ({ id, name, query }) =>
              html`<span class="gx-cluster"
                ><button
                  class="gx-chip"
                  aria-pressed=${query === filter ? 'true' : 'false'}
                  @click=${() => to({ filter: query })}
                >
                  ${icon('filter')}<bdi>${name}</bdi></button
                ><button
                  class="gx-button gx-quiet gx-icon gx-small"
                  aria-label=${words.deleteView(name)}
                  @click=${() => undoable({ store, act }, () => removeView(store, id), words.viewDeleted)}
                >
                  ${icon('close')}
                </button></span
              >`,
          )}
        </div>`
  const name = (shown: TaskList, state: State) =>
    state.filter === '' ||
    shown.problem !== undefined ||
    shown.views.some(({ query }) => query === state.filter)
      ? ''
      : html`<form class="gx-split" @submit=${(event: SubmitEvent) => save(event, state.filter)}>
          <input
            class="gx-input"
            dir="auto"
            autocomplete="off"
            required
            maxlength=${longestName}
            aria-label=${words.viewName}
            placeholder=${words.viewName}
          />
          <button class="gx-button">${words.saveView}</button>
        </form>`

  return (shown: TaskList | undefined, state: State) => html`
    <div class="gx-stack">
      <div class="gx-cluster">
        <div class="gx-segmented" role="group" aria-label=${words.which}>
          ${statuses.map(
            (status) =>
              html`<button
                aria-pressed=${state.status === status ? 'true' : 'false'}
                @click=${() => to({ status })}
              >
                ${words.status[status]}
              </button>`,
          )}
        </div>
      </div>
      <form class="gx-split" role="search" @submit=${filtered}>
        <input
          class="gx-input"
          name="filter"
          dir="auto"
          autocomplete="off"
          spellcheck="false"
          maxlength=${longestFilter}
          aria-label=${words.filter}
          aria-describedby="filter-hint"
          aria-invalid=${shown?.problem === undefined ? 'false' : 'true'}
          placeholder=${words.filter}
          .value=${state.filter}
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
                  @click=${() => to({ filter: '' })}
                >
                  ${icon('close')}
                </button>`
          }
        </div>
      </form>
      ${
        shown?.problem === undefined
          ? html`<p class="gx-hint" id="filter-hint" dir="auto">${words.filterHint}</p>`
          : wrongPlace({ id: 'filter-hint', line: state.filter, ...shown.problem })
      }
      ${shown === undefined ? '' : html`${views(shown, state)}${name(shown, state)}`}
    </div>
  `
}
