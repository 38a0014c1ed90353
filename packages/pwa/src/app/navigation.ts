/** The way to every view, in groups: at the side, or on a phone the most used below and the rest behind a button. */
import { html } from 'lit-html'
import type { TemplateResult } from 'lit-html'
import type { AppView } from '../bridge/views.ts'
import { appViews } from '../bridge/views.ts'
import { icon } from '../design/icons.ts'
import type { WordsOf } from '../words/language.ts'
import type { ViewContext } from './view.ts'
import type { Group } from './views.ts'
import { groups, views } from './views.ts'

interface NavigationOptions extends Pick<ViewContext, 'place'> {
  readonly words: WordsOf<'frame'>
}

/** What a phone has room for. */
const primary: ReadonlySet<AppView> = new Set<AppView>(['overview', 'timer', 'timesheet', 'tasks'])

export function navigation({ place, words }: NavigationOptions): () => TemplateResult {
  const more = async () => {
    const { openDialog } = await import('./parts/dialog.ts')
    await openDialog({
      title: words.more,
      isSheet: true,
      body: (close) =>
        html`<nav class="gx-dialog-body" aria-label=${words.more}>
            ${groups.map((group) => groupOf(group, 'h3', (view) => !primary.has(view), close))}
          </nav>
          <footer class="gx-dialog-foot">
            <button class="gx-button" @click=${() => close()}>${words.close}</button>
          </footer>`,
    })
  }
  const item = (view: AppView, close?: () => void) =>
    html`<a
      class=${primary.has(view) ? 'gx-nav-item gx-primary-item' : 'gx-nav-item'}
      href="/app/#/${view}"
      target="_top"
      aria-current=${place.value.view === view ? 'page' : 'false'}
      @click=${() => close?.()}
      >${icon(views[view].icon)}<span>${words.view[view]}</span></a
    >`
  const groupOf = (
    group: Group,
    level: 'h2' | 'h3',
    keep: (view: AppView) => boolean,
    close?: () => void,
  ): TemplateResult | '' => {
    const members = appViews.filter((view) => views[view].group === group && keep(view))
    if (members.length === 0) return ''
    const name = words.group[group]
    return html`<div class="gx-nav-group">
      ${level === 'h2' ? html`<h2>${name}</h2>` : html`<h3>${name}</h3>`}
      ${members.map((view) => item(view, close))}
    </div>`
  }
  return () => html`
    ${groups.map((group) => groupOf(group, 'h2', () => true))}
    <button
      class="gx-nav-item gx-primary-item gx-nav-more"
      aria-haspopup="dialog"
      aria-current=${isBehind(place.value.view) ? 'true' : 'false'}
      @click=${more}
    >
      ${icon('menu')}<span>${words.more}</span>
    </button>
  `
}

const isBehind = (view: string): boolean => view in views && !primary.has(view as AppView)
