/** Timer, calendar, timeline, goals, habits. */
import { html } from 'lit-html'
import { customProperties } from '../custom-properties.ts'
import { icon } from '../icons.ts'
import { coloured } from './content.ts'
import { section } from './section.ts'
import type { Say } from './section.ts'

export const tracker = (say: Say, isRunning: boolean) => html`
  <form class="gx-tracker" ?data-running=${isRunning} @submit=${(event: Event) => event.preventDefault()}>
    <input
      class="gx-input gx-plain"
      aria-label=${say('What are you doing?', 'چه می‌کنید؟')}
      placeholder=${say('What are you doing?', 'چه می‌کنید؟')}
      .value=${isRunning ? say('Write the report', 'نوشتن گزارش') : ''}
    />
    <div class="gx-tracker-meta">
      <button class="gx-chip" type="button">
        <i class="gx-dot" ${coloured('#b4530a')}></i><bdi>${say('Thesis', 'پایان‌نامه')}</bdi>
      </button>
    </div>
    <output
      class="gx-tracker-clock"
      role="timer"
      aria-live="off"
      aria-label=${say('Running for', 'زمان سپری‌شده')}
    >
      ${isRunning ? say('0:42:10', '۰:۴۲:۱۰') : say('0:00:00', '۰:۰۰:۰۰')}
    </output>
    <button
      class="gx-button gx-primary gx-icon gx-round"
      aria-label=${isRunning ? say('Stop', 'توقف') : say('Start', 'شروع')}
    >
      ${icon(isRunning ? 'stop' : 'play')}
    </button>
  </form>
`

const block = (from: number, to: number, colour: string, kind: string, lane = 0, lanes = 1) => ({
  kind,
  style: customProperties({
    '--gx-from': from,
    '--gx-to': to,
    '--gx-lane': lane,
    '--gx-lanes': lanes,
    '--gx-colour': colour,
  }),
})

export const calendar = (say: Say) => {
  const days = [
    [say('Sat 21', 'شنبه ۳۰'), [block(0.5, 2, '#b4530a', ''), block(2.25, 3, '#2563eb', 'gx-planned')]],
    [say('Sun 22', 'یکشنبه ۱'), [block(1, 3, '#15803d', '', 0, 2), block(2, 4, '#facc15', '', 1, 2)]],
    [say('Mon 23', 'دوشنبه ۲'), [block(0.25, 0.75, '#7c3aed', ''), block(1, 2.6, '#0b7467', 'gx-running')]],
  ] as const
  return section(
    'calendar',
    'gx-calendar, gx-block, gx-month',
    html`
      <div class="gx-calendar" tabindex="0" role="region" aria-label=${say('Calendar', 'تقویم')}>
        <div class="gx-calendar-hours" aria-hidden="true">
          ${Array.from({ length: 24 }, (_, hour) => html`<span>${String(hour).padStart(2, '0')}:00</span>`)}
        </div>
        ${days.map(
          ([name, blocks], day) => html`
            <section class="gx-calendar-day" aria-current=${day === 2 ? 'date' : 'false'} aria-label=${name}>
              <h3>${name}</h3>
              <div class="gx-calendar-track">
                ${blocks.map(
                  ({ kind, style }) => html`
                    <button class="gx-block ${kind}" ${style}>
                      <strong dir="auto">${say('Write the report', 'نوشتن گزارش')}</strong>
                      <span>${say('Thesis', 'پایان‌نامه')}</span>
                    </button>
                  `,
                )}
                ${day === 2 ? html`<div class="gx-now" ${customProperties({ '--gx-from': 2.6 })}></div>` : ''}
              </div>
            </section>
          `,
        )}
      </div>
      <div class="gx-columns">
        <ol class="gx-timeline">
          <li>
            <time>09:00</time>
            <div>${say('Team call', 'جلسهٔ گروه')}</div>
          </li>
          <li class="gx-gap">
            <time>09:30</time>
            <div>${say('30 minutes not recorded', '۳۰ دقیقه ثبت نشده')}</div>
          </li>
          <li aria-current="true" ${coloured('#b4530a')}>
            <time>10:00</time>
            <div>${say('Write the report', 'نوشتن گزارش')}</div>
          </li>
        </ol>
        <div class="gx-month" role="group" aria-label=${say('November', 'آذر')}>
          ${Array.from(
            { length: 14 },
            (_, day) => html`
              <button
                class=${day < 2 ? 'gx-outside' : ''}
                aria-current=${day === 8 ? 'date' : 'false'}
                aria-pressed=${day === 10 ? 'true' : 'false'}
              >
                ${day + 14}
              </button>
            `,
          )}
        </div>
      </div>
    `,
  )
}

export const goals = (say: Say) =>
  section(
    'goals',
    'gx-ring, gx-progress, gx-heatmap',
    html`
      <div class="gx-grid">
        <div class="gx-ring" role="timer" aria-label=${say('Pomodoro', 'پومودورو')}>
          <svg viewBox="0 0 100 100" aria-hidden="true">
            <circle class="gx-ring-track" cx="50" cy="50" r="44"></circle>
            <circle
              class="gx-ring-value"
              cx="50"
              cy="50"
              r="44"
              pathLength="100"
              stroke-dasharray="62 100"
            ></circle>
          </svg>
          <div class="gx-ring-text">
            <strong>${say('15:20', '۱۵:۲۰')}</strong><span>${say('Focus', 'تمرکز')}</span>
          </div>
        </div>
        <div class="gx-stack">
          ${[
            ['', 6, say('Deep work', 'کار عمیق'), say('6h of 10h', '۶ از ۱۰ ساعت')],
            ['gx-good', 10, say('Reading', 'مطالعه'), say('5h of 5h', '۵ از ۵ ساعت')],
            ['gx-warn', 2, say('Sport', 'ورزش'), say('1h of 5h', '۱ از ۵ ساعت')],
          ].map(
            ([kind, value, name, words]) => html`
              <div class="gx-progress ${kind}">
                <div class="gx-progress-head">
                  <span>${name}</span><span class="gx-quiet-text">${words}</span>
                </div>
                <progress class="gx-meter" max="10" value=${value!} aria-label=${String(name)}></progress>
              </div>
            `,
          )}
          <div class="gx-heatmap" role="img" aria-label=${say('Habit over 16 weeks', 'عادت در ۱۶ هفته')}>
            ${Array.from(
              { length: 112 },
              (_, day) => html`<i data-level=${(day * day + (day >> 2)) % 5} ?data-today=${day === 109}></i>`,
            )}
          </div>
        </div>
      </div>
    `,
  )
