/** What opens above the page, shown in place. */
import { html } from 'lit-html'
import { icon } from '../icons.ts'
import { section } from './section.ts'
import type { Say } from './section.ts'

export const overlays = (say: Say) =>
  section(
    'overlays',
    'gx-dialog, gx-popover, gx-menu, gx-palette',
    html`
      <dialog class="gx-dialog" open aria-labelledby="dialog-title">
        <header class="gx-dialog-head">
          <h2 id="dialog-title">${say('Edit time entry', 'ویرایش زمان')}</h2>
          <button class="gx-button gx-quiet gx-icon gx-small" aria-label=${say('Close', 'بستن')}>
            ${icon('close')}
          </button>
        </header>
        <div class="gx-dialog-body">
          <div class="gx-field">
            <label for="entry">${say('Description', 'شرح')}</label>
            <input class="gx-input" id="entry" value=${say('Team call', 'جلسهٔ گروه')} />
          </div>
        </div>
        <footer class="gx-dialog-foot">
          <button class="gx-button">${say('Cancel', 'انصراف')}</button>
          <button class="gx-button gx-primary">${say('Save', 'ذخیره')}</button>
        </footer>
      </dialog>
      <div class="gx-popover gx-menu" role="menu" aria-label=${say('Entry', 'ردیف')}>
        <button role="menuitem">
          ${icon('edit')}<span>${say('Edit', 'ویرایش')}</span><kbd class="gx-kbd">E</kbd>
        </button>
        <button role="menuitem">${icon('split')}<span>${say('Split', 'دو بخش کن')}</span></button>
        <button role="menuitemcheckbox" aria-checked="true">
          ${icon('check')}<span>${say('Billable', 'قابل پرداخت')}</span>
        </button>
        <button role="menuitem" aria-disabled="true">
          ${icon('join')}<span>${say('Join', 'پیوند')}</span>
        </button>
        <hr />
        <button role="menuitem" class="gx-danger">
          ${icon('trash')}<span>${say('Delete', 'حذف')}</span>
        </button>
      </div>
      <dialog class="gx-dialog gx-palette" open aria-label=${say('Commands', 'فرمان‌ها')}>
        <input
          class="gx-palette-input"
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant="palette-1"
          aria-label=${say('Find or do', 'جستجو یا فرمان')}
          value=${say('sta', 'شر')}
        />
        <ul class="gx-palette-list" role="listbox" id="palette-list" aria-label=${say('Results', 'نتایج')}>
          <li role="option" id="palette-1" aria-selected="true">
            ${icon('play')}<span><mark>${say('Sta', 'شر')}</mark>${say('rt the timer', 'وع زمان‌سنج')}</span
            ><kbd class="gx-kbd">S</kbd>
          </li>
          <li role="option" id="palette-2" aria-selected="false">
            ${icon('check')}<span>${say('Task: stamp the letters', 'کار: تمبر نامه‌ها')}</span>
          </li>
          <li role="option" id="palette-3" aria-selected="false">
            ${icon('folder')}<span>${say('Project: standing desk', 'پروژه: میز ایستاده')}</span>
          </li>
        </ul>
        <footer class="gx-palette-foot">
          <span><kbd class="gx-kbd">↑</kbd> <kbd class="gx-kbd">↓</kbd> ${say('choose', 'انتخاب')}</span>
          <span><kbd class="gx-kbd">Enter</kbd> ${say('do', 'اجرا')}</span>
        </footer>
      </dialog>
    `,
  )
