/** The auth frame: signing in and making an account. It needs no code of the app, and paints without network. */
import { signal } from '@preact/signals-core'
import { guest } from '../bridge/guest.ts'
import { placeOf } from '../bridge/paths.ts'
import { loadWords } from '../words/language.ts'
import { drawSignIn } from './sign-in.ts'

const view = signal<string>('sign-in')
const shell = guest({
  role: 'auth',
  origin: location.origin,
  handle: (type, body) => {
    if (type === 'PATH' && 'path' in body) view.value = placeOf(body.path).view
  },
})
const words = await loadWords('auth')
drawSignIn({
  words,
  view,
  go: (path) => shell.send('NAVIGATE', { path }),
  title: (title) => shell.send('TITLE', { title: `${title} · Goalixa` }),
  done: () => shell.send('SESSION_CHANGED', null),
})
