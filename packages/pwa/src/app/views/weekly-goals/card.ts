/** One goal of a week: its bar, and its time through the week against an even pace. */
import { html } from 'lit-html'
import { icon } from '../../../design/icons.ts'
import { language } from '../../../words/language.ts'
import { areaChart } from '../../charts/area.ts'
import { openMenu } from '../../parts/menu.ts'
import { undoable } from '../../parts/undo.ts'
import { addDays } from '../../store/dates.ts'
import { durationText } from '../../timer/durations.ts'
import type { GoalContext } from '../goals/row.ts'
import { dayText, percentText } from '../goals/texts.ts'
import { removeWeeklyGoal } from './actions.ts'
import type { GoalOfWeek } from './data.ts'

/** Short names of days are as long as the long ones in Persian, and no seven of them fit below a card. */
const shortDay = () => (language() === 'fa' ? 'narrow' : 'short')

export const goalCard = (context: GoalContext, { goal, soFar }: GoalOfWeek) => {
  const { words } = context
  const share = Math.min(goal.trackedSeconds / goal.targetSeconds, 1)
  const points = Array.from({ length: 7 }, (_, at) => {
    const date = addDays(goal.weekStart, at)
    return {
      name: dayText(date, { weekday: 'long', month: 'long' }),
      short: dayText(date, { weekday: shortDay(), day: undefined }),
      // Days to come have what there is now: the line stays level.
      seconds: soFar[at]?.seconds ?? soFar.at(-1)?.seconds ?? 0,
      previous: Math.round((goal.targetSeconds * (at + 1)) / 7),
    }
  })
  return html`<section class="gx-card" data-id=${goal.id} data-seconds=${goal.trackedSeconds}>
    <header class="gx-card-head">
      <h2><bdi>${goal.title}</bdi></h2>
      ${menu(context, goal)}
    </header>
    <div class="gx-progress ${goal.status === 'completed' ? 'gx-good' : ''}">
      <div class="gx-progress-head">
        <span>${words.of(durationText(goal.trackedSeconds), durationText(goal.targetSeconds))}</span
        ><span class="gx-time">${percentText(share)}</span>
      </div>
      <progress
        class="gx-meter"
        max="1"
        .value=${share}
        aria-label=${words.progressOf(goal.title)}
      ></progress>
    </div>
    <p class="gx-row-meta">
      <span dir="auto">${goal.label ?? words.everything}</span>
      ${goal.goal === null ? '' : html`<span>${icon('target')} <bdi>${goal.goal}</bdi></span>`}
    </p>
    ${
      soFar.length === 0
        ? ''
        : areaChart({
            title: words.burnUp(goal.title),
            points,
            heads: [words.day, words.soFar, words.even],
            text: durationText,
            asTable: words.asTable,
          })
    }
  </section>`
}

function menu(context: GoalContext, goal: GoalOfWeek['goal']) {
  const { store, words } = context
  const open = (event: Event) =>
    openMenu(event.currentTarget as HTMLElement, words.more(goal.title), [
      {
        icon: 'edit',
        text: words.edit,
        run: async () => (await import('./form.ts')).openWeeklyGoalForm(context, goal.weekStart, goal),
      },
      {
        icon: 'trash',
        text: words.remove,
        run: () => undoable(context, () => removeWeeklyGoal(store, goal.id), words.removed),
      },
    ])
  return html`<button
    class="gx-button gx-quiet gx-icon"
    aria-haspopup="menu"
    aria-label=${words.more(goal.title)}
    @click=${open}
  >
    ${icon('more')}
  </button>`
}
