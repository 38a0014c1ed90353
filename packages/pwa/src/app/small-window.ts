/** The running timer in a small window above all others, where a browser has it (Document Picture-in-Picture). */
import { html, render } from 'lit-html'
import { clockText } from './timer/clock-text.ts'
import type { DeskContext } from './keys/commands.ts'
import { loadWords } from '../words/language.ts'

interface SmallWindows {
  readonly requestWindow: (size: { width: number; height: number }) => Promise<Window>
}

export async function openSmallWindow({ timer, act, until }: DeskContext): Promise<void> {
  // The document around this frame: a frame has no small window of its own.
  const { documentPictureInPicture } = window.top as unknown as { documentPictureInPicture?: SmallWindows }
  if (documentPictureInPicture === undefined) return
  const small = await documentPictureInPicture.requestWindow({ width: 320, height: 120 })
  const words = await loadWords('timer')
  const { document: page } = small
  Object.assign(page.documentElement, {
    lang: document.documentElement.lang,
    dir: document.documentElement.dir,
  })
  const theme = document.documentElement.dataset['theme']
  if (theme !== undefined) page.documentElement.dataset['theme'] = theme
  for (const { href } of document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')) {
    const link = page.createElement('link')
    Object.assign(link, { rel: 'stylesheet', href })
    page.head.append(link)
  }
  const draw = () => {
    const entry = timer.running.value
    render(
      html`<main class="gx-tracker" ?data-running=${Boolean(entry)}>
        <bdi class="gx-truncate">${entry ? entry.description || words.noDescription : words.title}</bdi>
        <output class="gx-tracker-clock" role="timer" aria-live="off"
          >${clockText(entry ? (Date.now() - Date.parse(entry.start)) / 1000 : 0)}</output
        >
        <button
          class="gx-button gx-primary"
          ?disabled=${!entry}
          @click=${() => void act(timer.stop, words.stopped)}
        >
          ${words.stop}
        </button>
      </main>`,
      page.body,
    )
  }
  draw()
  // Its own clock: this window is seen also while the tab is not.
  const tick = small.setInterval(draw, 1000)
  const end = () => small.clearInterval(tick)
  small.addEventListener('pagehide', end, { once: true })
  until.addEventListener('abort', () => small.close(), { once: true })
}
