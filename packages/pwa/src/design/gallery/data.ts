/** Charts, tables, board. */
import { html, svg } from 'lit-html'
import { customProperties } from '../custom-properties.ts'
import { icon } from '../icons.ts'
import { coloured } from './content.ts'
import { section } from './section.ts'
import type { Say } from './section.ts'

const line = 'M0 80 L100 50 L200 60 L300 20 L400 35 L500 12'

export const charts = (say: Say) =>
  section(
    'charts',
    'gx-chart, gx-bars, gx-legend',
    html`
      <figure class="gx-chart">
        <figcaption>
          ${say('Recorded time, this week and the one before', 'زمان ثبت‌شده، این هفته و هفتهٔ پیش')}
        </figcaption>
        <svg viewBox="0 0 500 120" role="img" aria-label=${say('Rising from 1h to 5h', 'از ۱ به ۵ ساعت')}>
          ${[20, 60].map((y) => svg`<line class="gx-grid" x1="0" x2="500" y1=${y} y2=${y}></line>`)}
          <path class="gx-area" d="${line} V100 H0z"></path>
          <path class="gx-line-previous" d="M0 90 L100 70 L200 75 L300 50 L400 60 L500 48"></path>
          <path class="gx-line" d=${line}></path>
          <line class="gx-goal-line" x1="0" x2="500" y1="30" y2="30"></line>
          <line class="gx-axis" x1="0" x2="500" y1="100" y2="100"></line>
          ${[0, 100, 200, 300, 400].map((x, day) => svg`<text x=${x + 4} y="116">${day + 18}</text>`)}
        </svg>
        <ul class="gx-legend">
          <li><i class="gx-dot" ${coloured('var(--gx-accent)')}></i>${say('this week', 'این هفته')}</li>
          <li><i class="gx-dot"></i>${say('week before', 'هفتهٔ پیش')}</li>
          <li><i class="gx-dot" ${coloured('var(--gx-warn)')}></i>${say('target', 'هدف')}</li>
        </ul>
        <details class="gx-chart-data">
          <summary>${say('Show as table', 'نمایش جدول')}</summary>
          <p>…</p>
        </details>
      </figure>
      <ol class="gx-bars">
        ${[
          ['#b4530a', 81, say('Thesis', 'پایان‌نامه'), say('5h 40m', '۵:۴۰')],
          ['#2563eb', 34, say('Home', 'خانه'), say('2h 25m', '۲:۲۵')],
          ['#15803d', 12, say('Travel', 'سفر'), say('50m', '۰:۵۰')],
        ].map(
          ([colour, share, name, time]) => html`
            <li
              class="gx-bar"
              ${customProperties({ '--gx-colour': String(colour), '--gx-share': `${share}%` })}
            >
              <span class="gx-bar-name"><i class="gx-dot"></i> <bdi>${name}</bdi></span>
              <span class="gx-bar-track"><i class="gx-bar-value"></i></span>
              <span class="gx-time">${time}</span>
            </li>
          `,
        )}
      </ol>
    `,
  )

export const tables = (say: Say) => html`
  <section class="gx-card gx-flush" aria-labelledby="table-title">
    <header class="gx-card-head">
      <h2 id="table-title"><span dir="ltr">gx-table, gx-timesheet</span></h2>
    </header>
    <div
      class="gx-table-wrap"
      tabindex="0"
      role="region"
      aria-label=${say('Time by project', 'زمان به تفکیک پروژه')}
    >
      <table class="gx-table">
        <thead>
          <tr>
            <th scope="col" aria-sort="descending">
              <button>${say('Project', 'پروژه')}${icon('chevron-down')}</button>
            </th>
            <th scope="col" class="gx-number">${say('Entries', 'ردیف‌ها')}</th>
            <th scope="col" class="gx-number">${say('Time', 'زمان')}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row"><bdi>${say('Thesis', 'پایان‌نامه')}</bdi></th>
            <td class="gx-number">12</td>
            <td class="gx-number"><span class="gx-time">5h 40m</span></td>
          </tr>
          <tr aria-selected="true">
            <th scope="row"><bdi>${say('Home', 'خانه')}</bdi></th>
            <td class="gx-number">4</td>
            <td class="gx-number"><span class="gx-time">2h 25m</span></td>
          </tr>
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">${say('Total', 'جمع')}</th>
            <td class="gx-number">16</td>
            <td class="gx-number"><span class="gx-time">8h 05m</span></td>
          </tr>
        </tfoot>
      </table>
    </div>
    <div class="gx-table-wrap" tabindex="0" role="region" aria-label=${say('Timesheet', 'کاربرگ')}>
      <table class="gx-table gx-timesheet">
        <thead>
          <tr>
            <th scope="col">${say('Project', 'پروژه')}</th>
            ${[18, 19, 20, 21, 22].map((day) => html`<th scope="col" class="gx-number">${day}</th>`)}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row"><bdi>${say('Thesis', 'پایان‌نامه')}</bdi></th>
            ${['1:50', '2:10', '', '0:45', '0:55'].map(
              (time, day) =>
                html`<td>
                  <input
                    class="gx-input gx-plain gx-small gx-number"
                    aria-label="${say('Thesis', 'پایان‌نامه')} ${day + 18}"
                    value=${time}
                  />
                </td>`,
            )}
          </tr>
        </tbody>
      </table>
    </div>
  </section>
`

const card = (title: string, colour: string, project: string, kind = '') => html`
  <li class="gx-card gx-board-card ${kind}">
    <p class="gx-row-title" dir="auto">${title}</p>
    <div class="gx-split">
      <span
        ><span class="gx-chip"><i class="gx-dot" ${coloured(colour)}></i><bdi>${project}</bdi></span></span
      >
      <span class="gx-time gx-quiet-text">1h 50m</span>
    </div>
  </li>
`

export const board = (say: Say) =>
  section(
    'board',
    'gx-board, gx-column',
    html`
      <div class="gx-board" tabindex="0" role="region" aria-label=${say('Board', 'تابلو')}>
        <section class="gx-column">
          <header>
            <h3>${say('Open', 'باز')}</h3>
            <span class="gx-badge">2</span>
            <button class="gx-button gx-small gx-icon gx-quiet" aria-label=${say('Add', 'افزودن')}>
              ${icon('plus')}
            </button>
          </header>
          <ul>
            ${card(say('Write the first chapter', 'نوشتن فصل نخست'), '#b4530a', say('Thesis', 'پایان‌نامه'))}
            ${card(say('Call the landlord', 'تماس با صاحبخانه'), '#2563eb', say('Home', 'خانه'), 'gx-drop-before')}
          </ul>
        </section>
        <section class="gx-column gx-drop-inside">
          <header>
            <h3>${say('Today', 'امروز')}</h3>
            <span class="gx-badge">1</span>
          </header>
          <ul>
            ${card(say('Water the plants', 'آبیاری گیاهان'), '#15803d', say('Garden', 'باغ'), 'gx-dragging')}
          </ul>
        </section>
        <section class="gx-column">
          <header>
            <h3>${say('Done', 'انجام‌شده')}</h3>
            <span class="gx-badge">0</span>
          </header>
          <ul></ul>
        </section>
      </div>
    `,
  )
