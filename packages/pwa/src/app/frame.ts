/** What stays while views change: tracker, navigation, the state of sync, sign-out. */
import type { WordsOf } from '../words/language.ts'
import { navigation } from './navigation.ts'
import { topBar } from './top-bar.ts'
import type { TopBarOptions } from './top-bar.ts'
import { draw } from './view.ts'
import type { ViewContext } from './view.ts'

interface FrameOptions extends TopBarOptions, Pick<ViewContext, 'place' | 'until'> {
  readonly words: WordsOf<'frame'>
}

export interface Frame {
  /** A new, empty place for a view: the old one is gone, and nothing of it can leak into the next. */
  readonly emptyMain: () => HTMLElement
  /** The view is there: the focus goes to its heading, unless somebody is typing. */
  readonly arrived: () => void
}

export function drawFrame(options: FrameOptions): Frame {
  const { place, words, until } = options
  const top = document.createElement('header')
  top.className = 'gx-topbar'
  const nav = document.createElement('nav')
  nav.className = 'gx-nav'
  nav.setAttribute('aria-label', words.navigation)
  let main = newMain()
  document.body.className = 'gx-shell'
  document.body.prepend(top, nav, main)

  draw(nav, navigation({ place, words }), until)
  draw(top, topBar(options), until)
  return {
    emptyMain() {
      const next = newMain()
      main.replaceWith(next)
      return (main = next)
    },
    arrived() {
      if (document.activeElement instanceof HTMLInputElement) return
      const heading = main.querySelector<HTMLElement>('h1')
      ;(heading ?? main).focus({ preventScroll: true })
    },
  }
}

function newMain(): HTMLElement {
  const main = document.createElement('main')
  main.className = 'gx-main'
  main.tabIndex = -1
  return main
}
