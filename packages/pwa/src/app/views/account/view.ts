/** The account: who somebody is, how they sign in, where they are signed in, and what may read for them. */
import { computed, effect } from '@preact/signals-core'
import { html, render } from 'lit-html'
import { loadWords } from '../../../words/language.ts'
import { draw } from '../../view.ts'
import type { ViewContext } from '../../view.ts'
import type { Part } from './part.ts'

const parts: Readonly<Record<string, () => Promise<{ readonly open: Part }>>> = {
  profile: () => import('./profile.ts'),
  security: () => import('./security.ts'),
  sessions: () => import('./sessions.ts'),
  tokens: () => import('./tokens.ts'),
  feeds: () => import('./feeds.ts'),
  activity: () => import('./activity.ts'),
}

export async function open(root: HTMLElement, context: ViewContext): Promise<string> {
  const { place, until, act } = context
  const words = await loadWords('account')
  const name = computed(() =>
    Object.hasOwn(parts, place.value.rest[0] ?? '') ? place.value.rest[0]! : 'profile',
  )
  const head = document.createElement('div')
  head.className = 'gx-stack'
  let body = document.createElement('div')
  root.append(head, body)
  draw(
    head,
    () =>
      html`<div class="gx-page-head"><h1 tabindex="-1">${words.title}</h1></div>
        <nav class="gx-tabs" aria-label=${words.title}>
          ${Object.entries(words.parts).map(
            ([part, text]) =>
              html`<a
                href="/app/#/account/${part}"
                target="_top"
                aria-current=${part === name.value ? 'page' : 'false'}
                >${text}</a
              >`,
          )}
        </nav>`,
    until,
  )
  let ending: AbortController | undefined
  const stop = effect(() => {
    const wanted = name.value
    ending?.abort()
    const mine = (ending = new AbortController())
    const next = document.createElement('div')
    next.className = 'gx-stack'
    body.replaceWith(next)
    body = next
    void act(async () => {
      const part = await parts[wanted]!()
      if (mine.signal.aborted) return
      try {
        await part.open(next, { ...context, words, until: mine.signal })
      } catch (error) {
        // Out of reach, or somebody must sign in: the place says it, not only a note that goes.
        if (!mine.signal.aborted)
          render(html`<div class="gx-empty"><p>${(error as Error).message}</p></div>`, next)
        throw error
      }
    })
  })
  until.addEventListener('abort', () => {
    stop()
    ending?.abort()
  })
  return words.title
}
