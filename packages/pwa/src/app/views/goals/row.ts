/** A goal in the list, and its menu. */
import { html } from 'lit-html'
import type { Goal } from '@goalixa/contracts/goals'
import { customProperties } from '../../../design/custom-properties.ts'
import { icon } from '../../../design/icons.ts'
import { openMenu } from '../../parts/menu.ts'
import { undoable } from '../../parts/undo.ts'
import type { ViewContext } from '../../view.ts'
import { callGoalDone, changeGoal, removeGoal } from './actions.ts'
import { dayText, madeOf, numberText, percentText } from './texts.ts'
import type { GoalWords } from './texts.ts'

export interface GoalContext extends Pick<ViewContext, 'store' | 'act' | 'until' | 'go'> {
  readonly words: GoalWords
}

const tones = { active: '', at_risk: 'gx-warn', completed: 'gx-good' } as const

export const goalRow = (context: GoalContext, goal: Goal) => {
  const { words } = context
  return html`<li class="gx-row" data-id=${goal.id}>
    <div class="gx-row-main">
      <p class="gx-row-title">
        <i class="gx-dot" ${customProperties({ '--gx-colour': goal.colour })}></i>
        <a href="/app/#/goals/${goal.id}" target="_top"><bdi>${goal.name}</bdi></a>
      </p>
      ${progressBar(goal, words)}
      <p class="gx-row-meta">
        <span class="gx-badge ${tones[goal.status]}">${words.status[goal.status]}</span>
        ${goal.targetDate === null ? '' : html`<span>${words.dueBy(dayText(goal.targetDate))}</span>`}
        ${goal.pacing === null ? '' : html`<span>${words.daysLeft(goal.pacing.daysLeft, numberText(goal.pacing.daysLeft))}</span>`}
      </p>
    </div>
    <div class="gx-row-end">${goalMenu(context, goal)}</div>
  </li>`
}

export const progressBar = (goal: Goal, words: GoalWords) =>
  html`<div
    class="gx-progress ${goal.status === 'completed' ? 'gx-good' : goal.status === 'at_risk' ? 'gx-warn' : ''}"
    data-seconds=${goal.trackedSeconds}
    ${customProperties({ '--gx-colour': goal.colour })}
  >
    <div class="gx-progress-head">
      <span>${madeOf(goal, words)}</span><span class="gx-time">${percentText(goal.progress)}</span>
    </div>
    <progress
      class="gx-meter"
      max="1"
      .value=${goal.progress}
      aria-label=${words.progressOf(goal.name)}
    ></progress>
  </div>`

export function goalMenu(context: GoalContext, goal: Goal, removed?: () => void) {
  const { store, words } = context
  const isCalledDone = goal.completedAt !== null
  const open = (event: Event) =>
    openMenu(event.currentTarget as HTMLElement, words.more(goal.name), [
      {
        icon: 'edit',
        text: words.edit,
        run: async () => (await import('./form.ts')).openGoalForm(context, goal),
      },
      isCalledDone
        ? {
            icon: 'undo',
            text: words.reopen,
            run: () => undoable(context, () => callGoalDone(store, goal.id, false), words.reopened),
          }
        : {
            icon: 'check',
            text: words.complete,
            run: () => undoable(context, () => callGoalDone(store, goal.id, true), words.completed),
          },
      {
        icon: 'archive',
        text: goal.archived ? words.unarchive : words.archive,
        run: () =>
          undoable(
            context,
            () => changeGoal(store, goal.id, { archived: !goal.archived }),
            goal.archived ? words.unarchived : words.archived,
          ),
      },
      {
        icon: 'trash',
        text: words.remove,
        run: async () => {
          await undoable(context, () => removeGoal(store, goal.id), words.removed)
          removed?.()
        },
      },
    ])
  return html`<button
    class="gx-button gx-quiet gx-icon"
    aria-haspopup="menu"
    aria-label=${words.more(goal.name)}
    @click=${open}
  >
    ${icon('more')}
  </button>`
}
