/** Every component in every state, in the shell of the app: `?theme=dark&lang=fa`. */
import { html, render } from 'lit-html'
import { board, charts, tables } from './gallery/data.ts'
import { chips, figures, notices, rows } from './gallery/content.ts'
import { buttons, choices, fields, icons } from './gallery/controls.ts'
import { overlays } from './gallery/overlays.ts'
import type { Say } from './gallery/section.ts'
import { calendar, goals, tracker } from './gallery/time.ts'
import { icon } from './icons.ts'
import type { IconName } from './icons.ts'

const asked = new URLSearchParams(location.search)
const isPersian = asked.get('lang') === 'fa'
const say: Say = (en, fa) => (isPersian ? fa : en)
const theme = asked.get('theme')

const root = document.documentElement
root.lang = isPersian ? 'fa' : 'en'
root.dir = asked.get('dir') ?? (isPersian ? 'rtl' : 'ltr')
if (theme !== null) root.dataset['theme'] = theme

const navigation: [string, [IconName, string, string, boolean][]][] = [
  [
    say('Time', 'زمان'),
    [
      ['clock', say('Timer', 'زمان‌سنج'), '#buttons', true],
      ['calendar', say('Calendar', 'تقویم'), '#calendar', true],
      ['chart', say('Reports', 'گزارش‌ها'), '#charts', true],
    ],
  ],
  [
    say('Plan', 'برنامه'),
    [
      ['check', say('Tasks', 'کارها'), '#chips', true],
      ['target', say('Goals', 'هدف‌ها'), '#goals', false],
      ['repeat', say('Habits', 'عادت‌ها'), '#goals', false],
    ],
  ],
]

const item = (
  [name, words, href, isPrimary]: [IconName, string, string, boolean],
  isCurrent: boolean,
) => html`
  <a
    class="gx-nav-item ${isPrimary ? 'gx-primary-item' : ''}"
    href=${href}
    aria-current=${isCurrent ? 'page' : 'false'}
    >${icon(name)}<span>${words}</span>${name === 'check' ? html`<span class="gx-badge gx-accent">3</span>` : ''}</a
  >
`

const page = html`
  <a class="gx-skip" href="#main">${say('Skip to the content', 'رفتن به محتوا')}</a>
  <header class="gx-topbar">
    ${tracker(say, true)}
    <button class="gx-button gx-quiet gx-icon" aria-label=${say('Find', 'جستجو')}>${icon('search')}</button>
  </header>
  <nav class="gx-nav" aria-label=${say('Main', 'اصلی')}>
    <a class="gx-brand" href="#main">Goalixa</a>
    ${navigation.map(
      ([group, items]) => html`
        <div class="gx-nav-group">
          <h2>${group}</h2>
          ${items.map((one, index) => item(one, index === 0 && group === navigation[0]![0]))}
        </div>
      `,
    )}
  </nav>
  <main class="gx-main" id="main" tabindex="-1">
    <div class="gx-page-head">
      <h1 tabindex="-1">${say('Design system', 'سامانهٔ طراحی')}</h1>
      <div class="gx-page-actions">
        ${['light', 'dark'].map((name) => html`<a class="gx-button gx-small" href="?theme=${name}&lang=${root.lang}">${name}</a>`)}
        ${['en', 'fa'].map((name) => html`<a class="gx-button gx-small" href="?lang=${name}">${name}</a>`)}
      </div>
    </div>
    ${figures(say)} ${rows(say)} ${buttons(say)} ${fields(say)} ${choices(say)} ${chips(say)}
    ${section(tracker(say, false))} ${goals(say)} ${calendar(say)} ${charts(say)} ${tables(say)} ${board(say)}
    ${notices(say)} ${overlays(say)} ${icons()}
  </main>
`
document.body.className = 'gx-shell'
render(page, document.body)

function section(content: unknown) {
  return html`<section class="gx-card" aria-label="gx-tracker">${content}</section>`
}
