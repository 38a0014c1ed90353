/** Buttons, fields, choices. */
import { html } from 'lit-html'
import { icon, iconNames } from '../icons.ts'
import { section } from './section.ts'
import type { Say } from './section.ts'

export const buttons = (say: Say) =>
  section(
    'buttons',
    'gx-button',
    html`
      <div class="gx-cluster">
        <button class="gx-button gx-primary">${icon('play')}${say('Start', 'شروع')}</button>
        <button class="gx-button">${icon('download')}${say('Export', 'برون‌بری')}</button>
        <button class="gx-button gx-quiet">${say('Cancel', 'انصراف')}</button>
        <button class="gx-button gx-danger">${icon('trash')}${say('Delete', 'حذف')}</button>
        <button class="gx-button gx-danger gx-primary">${say('Delete for good', 'حذف همیشگی')}</button>
        <button class="gx-button" aria-pressed="true">
          ${icon('filter')}${say('Billable', 'قابل پرداخت')}
        </button>
        <a class="gx-button" href="#buttons">${icon('link')}${say('A link', 'یک پیوند')}</a>
      </div>
      <div class="gx-cluster">
        <button class="gx-button gx-icon" aria-label=${say('Back', 'بازگشت')}>${icon('chevron-back')}</button>
        <button class="gx-button gx-icon gx-quiet" aria-label=${say('More', 'بیشتر')}>${icon('more')}</button>
        <button class="gx-button gx-icon gx-primary gx-round" aria-label=${say('Stop', 'توقف')}>
          ${icon('stop')}
        </button>
        <button class="gx-button gx-small">${icon('edit')}${say('Edit', 'ویرایش')}</button>
        <button class="gx-button gx-small gx-icon gx-quiet" aria-label=${say('Close', 'بستن')}>
          ${icon('close')}
        </button>
        <button class="gx-button gx-primary" aria-busy="true">
          <span>${say('Saving', 'در حال ذخیره')}</span>
        </button>
        <button class="gx-button gx-primary" disabled>${say('Not now', 'غیرفعال')}</button>
        <button class="gx-button" disabled>${say('Not now', 'غیرفعال')}</button>
      </div>
    `,
  )

export const fields = (say: Say) =>
  section(
    'fields',
    'gx-form, gx-field, gx-select',
    html`
      <form class="gx-form">
        <div class="gx-error-summary" role="alert">
          <p>
            ${say('One field needs a look: ', 'یک مورد را ببینید: ')}
            <a href="#until">${say('the end', 'پایان')}</a>
          </p>
        </div>
        <div class="gx-form-row">
          <div class="gx-field">
            <label for="title">${say('Title', 'عنوان')}</label>
            <input
              class="gx-input"
              id="title"
              aria-describedby="title-hint"
              value=${say('Write the report', 'نوشتن گزارش')}
            />
            <p class="gx-hint" id="title-hint">${say('Up to 200 letters', 'حداکثر ۲۰۰ نویسه')}</p>
          </div>
          <div class="gx-field">
            <label for="until">${say('End', 'پایان')}</label>
            <input
              class="gx-input"
              id="until"
              value="08:15"
              aria-invalid="true"
              aria-describedby="until-error"
            />
            <p class="gx-error" id="until-error">
              ${say('It ends before it begins', 'پیش از آغاز پایان می‌یابد')}
            </p>
          </div>
          <div class="gx-field">
            <label for="project">${say('Project', 'پروژه')}</label>
            <select class="gx-select" id="project">
              <option>${say('Thesis', 'پایان‌نامه')}</option>
              <option>${say('Garden', 'باغ')}</option>
            </select>
          </div>
        </div>
        <div class="gx-form-row">
          <div class="gx-field">
            <label for="find">${say('Find', 'جستجو')}</label>
            <div class="gx-input-group">
              ${icon('search')}<input
                class="gx-input"
                id="find"
                type="search"
                placeholder=${say('Tasks, projects', 'کارها و پروژه‌ها')}
              />
              <button
                class="gx-button gx-small gx-icon gx-quiet"
                type="button"
                aria-label=${say('Clear', 'پاک کردن')}
              >
                ${icon('close')}
              </button>
            </div>
          </div>
          <div class="gx-field">
            <label for="locked">${say('Account', 'حساب')}</label>
            <input class="gx-input" id="locked" value="ada@example.org" disabled />
          </div>
          <div class="gx-field">
            <label for="plain">${say('Edited in place', 'ویرایش درجا')}</label>
            <input class="gx-input gx-plain" id="plain" value=${say('Team call', 'جلسهٔ گروه')} />
          </div>
        </div>
        <div class="gx-field">
          <label for="note">${say('Note', 'یادداشت')}</label>
          <textarea class="gx-input" id="note" rows="3">
${say('Two lines are enough.', 'دو خط کافی است.')}</textarea>
        </div>
        <div class="gx-actions">
          <button class="gx-button" type="button">${say('Cancel', 'انصراف')}</button>
          <button class="gx-button gx-primary" type="button">${say('Save', 'ذخیره')}</button>
        </div>
      </form>
    `,
  )

export const choices = (say: Say) =>
  section(
    'choices',
    'gx-checkbox, gx-switch, gx-segmented, gx-tabs',
    html`
      <div class="gx-cluster">
        <label class="gx-checkbox"
          ><input type="checkbox" checked /><span>${say('Billable', 'قابل پرداخت')}</span></label
        >
        <label class="gx-checkbox"><input type="checkbox" /><span>${say('Private', 'خصوصی')}</span></label>
        <label class="gx-checkbox"
          ><input type="checkbox" .indeterminate=${true} /><span>${say('Some', 'برخی')}</span></label
        >
        <label class="gx-checkbox"
          ><input type="checkbox" disabled checked /><span>${say('Fixed', 'ثابت')}</span></label
        >
        <label class="gx-checkbox gx-round"
          ><input type="checkbox" checked /><span>${say('Done', 'انجام شد')}</span></label
        >
      </div>
      <div class="gx-cluster">
        <label class="gx-checkbox"
          ><input type="radio" name="week" checked /><span>${say('Saturday', 'شنبه')}</span></label
        >
        <label class="gx-checkbox"
          ><input type="radio" name="week" /><span>${say('Monday', 'دوشنبه')}</span></label
        >
        <label class="gx-switch"
          ><input type="checkbox" role="switch" checked /><span>${say('Sound', 'صدا')}</span></label
        >
        <label class="gx-switch"
          ><input type="checkbox" role="switch" /><span>${say('Reminders', 'یادآورها')}</span></label
        >
        <label class="gx-switch"
          ><input type="checkbox" role="switch" disabled /><span>${say('Push', 'اعلان')}</span></label
        >
      </div>
      <div class="gx-cluster">
        <div class="gx-segmented" role="group" aria-label=${say('Range', 'بازه')}>
          <button aria-pressed="true">${say('Day', 'روز')}</button>
          <button aria-pressed="false">${say('Week', 'هفته')}</button>
          <button aria-pressed="false">${say('Month', 'ماه')}</button>
        </div>
        <div class="gx-segmented" role="radiogroup" aria-label=${say('Theme', 'پوسته')}>
          <label><input type="radio" name="theme" />${icon('sun')}${say('Light', 'روشن')}</label>
          <label><input type="radio" name="theme" checked />${icon('moon')}${say('Dark', 'تیره')}</label>
        </div>
      </div>
      <div class="gx-tabs" role="tablist" aria-label=${say('Show as', 'نمایش')}>
        <button role="tab" aria-selected="true">${say('Calendar', 'تقویم')}</button>
        <button role="tab" aria-selected="false" tabindex="-1">${say('List', 'فهرست')}</button>
        <button role="tab" aria-selected="false" tabindex="-1">${say('Timesheet', 'کاربرگ')}</button>
      </div>
    `,
  )

export const icons = () =>
  section(
    'icons',
    'icon(name)',
    html`<ul class="gx-cluster">
      ${iconNames.map((name) => html`<li class="gx-chip">${icon(name)}<span class="gx-time">${name}</span></li>`)}
    </ul>`,
  )
