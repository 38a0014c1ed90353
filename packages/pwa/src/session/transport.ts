/** How this page asks the server: with the cookies of the session, renewed by one tab at a time. */
import { createBrowserTransport } from '@goalixa/client/browser'
import { version } from './version.ts'

const marker = 'gx-renewed'

export const transport = createBrowserTransport({
  version,
  lock: async (run) => navigator.locks.request('gx-refresh', run),
  // A moment only, of nobody: tabs see by it that another one has done it.
  renewedAt: {
    read: () => Number(localStorage.getItem(marker)),
    write: (at) => localStorage.setItem(marker, String(at)),
  },
})
