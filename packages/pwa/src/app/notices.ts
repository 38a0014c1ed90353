/** Says what happened, politely, for a while; what went wrong stays until the next thing happens. */
import { AppError } from '@goalixa/contracts/errors'
import { html, render } from 'lit-html'
import type { ViewContext } from './view.ts'

const shownMs = 6_000
/** Longer where there is something to press. */
const pressableMs = 12_000

/** @param failed what is said of an error that is no sentence for people */
export function createNotices(failed: string): ViewContext['act'] {
  const place = document.createElement('div')
  place.className = 'gx-toasts'
  place.setAttribute('role', 'status')
  document.body.append(place)
  let timer: ReturnType<typeof setTimeout> | undefined
  const say = (words: string | undefined, isBad: boolean, more: unknown = '') => {
    clearTimeout(timer)
    const toast = html`<div class="gx-toast ${isBad ? 'gx-bad' : ''}">
      <p dir="auto">${words}</p>
      ${more}
    </div>`
    render(words === undefined ? '' : toast, place)
    if (!isBad) timer = setTimeout(() => render('', place), more === '' ? shownMs : pressableMs)
  }
  return async (work, done, more) => {
    try {
      await work()
      say(done, false, more?.())
    } catch (error) {
      if (!(error instanceof AppError)) reportError(error)
      say(error instanceof AppError ? await sentence(error) : failed, true)
    }
  }
}

async function sentence(refused: AppError): Promise<string> {
  try {
    const { sentenceOf } = await import('../session/sentence-of.ts')
    return await sentenceOf(refused)
  } catch {
    // The words were never loaded, and cannot be now.
    return refused.message
  }
}
