/** Cards, lists, figures, notices. */
import { html } from 'lit-html'
import { customProperties } from '../custom-properties.ts'
import { icon } from '../icons.ts'
import { section } from './section.ts'
import type { Say } from './section.ts'

export const coloured = (colour: string) => customProperties({ '--gx-colour': colour })
const chip = (colour: string, name: string) =>
  html`<span class="gx-chip"><i class="gx-dot" ${coloured(colour)}></i><bdi>${name}</bdi></span>`

export const figures = (say: Say) => html`
  <div class="gx-kpis">
    <div class="gx-kpi">
      <p class="gx-kpi-name">${say('Today', 'امروز')}</p>
      <p class="gx-kpi-value"><span class="gx-time">${say('3h 20m', '۳:۲۰')}</span></p>
      <p class="gx-kpi-note">${say('of 6h', 'از ۶ ساعت')}</p>
    </div>
    <div class="gx-kpi">
      <p class="gx-kpi-name">${say('This week', 'این هفته')}</p>
      <p class="gx-kpi-value"><span class="gx-time">${say('21h 05m', '۲۱:۰۵')}</span></p>
      <p class="gx-kpi-note gx-up">${say('12 % more than last', '۱۲٪ بیش از گذشته')}</p>
    </div>
    <div class="gx-kpi">
      <p class="gx-kpi-name">${say('Open tasks', 'کارهای باز')}</p>
      <p class="gx-kpi-value">${say('14', '۱۴')}</p>
      <p class="gx-kpi-note gx-down">${say('2 overdue', '۲ دیرکرد')}</p>
    </div>
    <div class="gx-kpi">
      <p class="gx-kpi-name">${say('Habit streak', 'پیوستگی عادت')}</p>
      <p class="gx-kpi-value">${say('9 days', '۹ روز')}</p>
      <p class="gx-kpi-note">${say('longest 23', 'بلندترین ۲۳')}</p>
    </div>
  </div>
`

export const rows = (say: Say) => html`
  <section class="gx-card gx-flush" aria-labelledby="rows-title">
    <header class="gx-card-head">
      <h2 id="rows-title">${say('Tasks', 'کارها')}</h2>
      <button class="gx-button gx-small">${icon('plus')}${say('Add', 'افزودن')}</button>
    </header>
    <div class="gx-group-head">
      <h3>${say('Today', 'امروز')}</h3>
      <span class="gx-time">${say('3h 20m', '۳:۲۰')}</span>
    </div>
    <ul class="gx-list">
      ${[
        ['gx-row', say('Write the first chapter', 'نوشتن فصل نخست'), '#b4530a', say('Thesis', 'پایان‌نامه')],
        [
          'gx-row gx-drop-before',
          say('Call the landlord', 'تماس با صاحبخانه'),
          '#2563eb',
          say('Home', 'خانه'),
        ],
        ['gx-row gx-done', say('Book the train', 'خرید بلیت قطار'), '#15803d', say('Travel', 'سفر')],
      ].map(
        ([kind, title, colour, project]) => html`
          <li class=${kind!}>
            <div class="gx-row-lead">
              <button class="gx-grip" aria-label=${`${say('Move', 'جابه‌جایی')} ${title}`}>
                ${icon('drag')}
              </button>
              <label class="gx-checkbox gx-round">
                <input type="checkbox" ?checked=${kind!.includes('done')} aria-label=${title!} />
              </label>
            </div>
            <div class="gx-row-main">
              <p class="gx-row-title" dir="auto">${title}</p>
              <p class="gx-row-meta">
                ${chip(colour!, project!)}<span>${icon('calendar')}</span
                ><span>${say('tomorrow', 'فردا')}</span>
              </p>
            </div>
            <div class="gx-row-end">
              <div class="gx-row-actions">
                <button
                  class="gx-button gx-small gx-icon gx-quiet"
                  aria-label=${`${say('Start', 'شروع')} ${title}`}
                >
                  ${icon('play')}
                </button>
                <button
                  class="gx-button gx-small gx-icon gx-quiet"
                  aria-label=${`${say('More about', 'بیشتر دربارهٔ')} ${title}`}
                >
                  ${icon('more')}
                </button>
              </div>
              <span class="gx-time">${say('1h 50m', '۱:۵۰')}</span>
            </div>
          </li>
        `,
      )}
    </ul>
  </section>
`

export const chips = (say: Say) =>
  section(
    'chips',
    'gx-chip, gx-badge, gx-kbd',
    html`
      <div class="gx-cluster">
        ${chip('#b4530a', say('Thesis', 'پایان‌نامه'))}${chip('#facc15', say('Garden', 'باغ'))}
        <button class="gx-chip" aria-pressed="true">${icon('tag')}<bdi>${say('deep', 'عمیق')}</bdi></button>
        <button class="gx-chip">${icon('folder')}<bdi>${say('All projects', 'همهٔ پروژه‌ها')}</bdi></button>
        <span class="gx-chip">
          <i class="gx-dot" ${coloured('#7c3aed')}></i><bdi>${say('reading', 'مطالعه')}</bdi>
          <button class="gx-chip-remove" aria-label=${say('Remove reading', 'حذف مطالعه')}>
            ${icon('close')}
          </button>
        </span>
      </div>
      <div class="gx-cluster">
        <span class="gx-badge">12</span>
        <span class="gx-badge gx-accent">${say('running', 'در جریان')}</span>
        <span class="gx-badge gx-good">${say('synced', 'همگام')}</span>
        <span class="gx-badge gx-info">${say('planned', 'برنامه')}</span>
        <span class="gx-badge gx-warn">${say('waiting', 'در انتظار')}</span>
        <span class="gx-badge gx-bad">${say('refused', 'رد شد')}</span>
        <span><kbd class="gx-kbd">Ctrl</kbd> <kbd class="gx-kbd">K</kbd></span>
      </div>
    `,
  )

const noticeTexts = (say: Say) =>
  [
    ['', 'info', say('A new version is ready.', 'نسخهٔ تازه آماده است.')],
    ['gx-good', 'check', say('Everything is synced.', 'همه چیز همگام است.')],
    ['gx-warn', 'cloud-off', say('No network: 3 changes wait here.', 'بدون شبکه: ۳ تغییر در انتظار است.')],
    ['gx-bad', 'warning', say('One change was refused.', 'یک تغییر رد شد.')],
  ] as const

export const notices = (say: Say) =>
  section(
    'notices',
    'gx-banner, gx-toast, gx-empty, gx-skeleton',
    html`
      ${noticeTexts(say).map(
        ([kind, name, words]) => html`
          <div class="gx-banner ${kind}">
            ${icon(name)}
            <p>${words}</p>
            <button class="gx-button gx-small gx-quiet">${say('Look', 'ببین')}</button>
          </div>
        `,
      )}
      <div class="gx-cluster">
        <div class="gx-toast">
          <p>${say('Task deleted.', 'کار حذف شد.')}</p>
          <button class="gx-button gx-small gx-quiet">${icon('undo')}${say('Undo', 'واگرد')}</button>
        </div>
        <div class="gx-toast gx-bad"><p>${say('Could not be saved.', 'ذخیره نشد.')}</p></div>
      </div>
      <div class="gx-empty">
        ${icon('clock')}
        <h3>${say('Nothing recorded yet', 'هنوز چیزی ثبت نشده')}</h3>
        <p>
          ${say('Start the timer, or add what you did earlier today.', 'زمان‌سنج را روشن کنید یا کارهای پیشین امروز را بیفزایید.')}
        </p>
        <button class="gx-button gx-primary">${icon('play')}${say('Start the timer', 'شروع زمان‌سنج')}</button>
      </div>
      <div class="gx-stack" aria-hidden="true">
        <div class="gx-skeleton gx-title"></div>
        <div class="gx-skeleton gx-text"></div>
        <div class="gx-skeleton gx-block"></div>
      </div>
    `,
  )
