/** The service worker: the pages of one build, whole or not at all. Nothing of the server's answers is kept. */
/// <reference lib="webworker" />
import { answerFor, isPassedOn } from './which.ts'

declare const self: ServiceWorkerGlobalScope
/** Every file of this build with the SHA-256 of what it holds; hashed names never change. */
declare const GOALIXA_PRECACHE: readonly (readonly [path: string, sha256: string])[]
declare const GOALIXA_VERSION: string

const cacheName = `gx-${GOALIXA_VERSION}`
/** What every start needs, the browser takes from the cache by itself, where it can: without waiting for this worker. */
const routes = ['/app/', '/app/app.html', '/app/assets/*'].map((pathname) => ({
  condition: { urlPattern: { pathname, search: '' } },
  source: { cacheName },
}))
const known = new Set(GOALIXA_PRECACHE.map(([path]) => path))

self.addEventListener('install', (event) => {
  void event.addRoutes?.(routes).catch(reportError)
  event.waitUntil(install())
})
self.addEventListener('activate', (event) => event.waitUntil(dropOthers().then(serveFirstVisit)))
self.addEventListener('message', ({ data }) => {
  if (data === 'SKIP_WAITING') void self.skipWaiting()
})
self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin || isPassedOn(url.pathname)) return
  const isNavigation = request.mode === 'navigate'
  if (isNavigation) event.waitUntil(obeySwitch())
  const path = answerFor(url.pathname, isNavigation, known)
  if (path !== undefined) event.respondWith(fromCache(path, request))
  else if (isNavigation)
    event.respondWith(fetch(request).catch(() => fromCache('/app/offline.html', request)))
})

// Of phones: elsewhere the window that shows it hears of the press itself.
self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(showApp())
})

async function showApp(): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const open = windows.find((one) => new URL(one.url).pathname === '/app/')
  await (open === undefined ? self.clients.openWindow('/app/') : open.focus())
}

async function install(): Promise<void> {
  const cache = await caches.open(cacheName)
  try {
    await Promise.all(
      GOALIXA_PRECACHE.map(async ([path, sha256]) => cache.put(path, await load(path, sha256))),
    )
  } catch (error) {
    // Half of a build is none.
    await caches.delete(cacheName)
    throw error
  }
}

async function load(path: string, sha256: string): Promise<Response> {
  const response = await fetch(path, path.startsWith('/app/assets/') ? {} : { cache: 'reload' })
  const body = await response.arrayBuffer()
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', body)).toHex()
  if (!response.ok || response.redirected || digest !== sha256)
    throw new Error(`${path} is not of this build`)
  const headers = new Headers(response.headers)
  // A file of the build is the same for whoever asks; a route would take the word of the server that it may not be.
  headers.delete('vary')
  return new Response(body, { headers })
}

async function fromCache(path: string, request: Request): Promise<Response> {
  // Not by `open`: it would make the cache again that the switch has just deleted.
  return (await caches.match(path, { cacheName })) ?? fetch(request)
}

async function dropOthers(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith('gx-') && name !== cacheName) await caches.delete(name)
  }
}

/** The page that installed it may meet a server that is gone, too: what it has not loaded yet is here. */
const serveFirstVisit = (): Promise<void> => self.clients.claim()

/** Whoever runs the server can end this worker: `{"sw":"off"}` in version.json. */
async function obeySwitch(): Promise<void> {
  const said = (await fetch('/app/version.json', { cache: 'no-store' })
    .then((response) => response.json())
    .catch(() => undefined)) as { sw?: unknown } | undefined
  if (said?.sw !== 'off') return
  for (const name of await caches.keys()) await caches.delete(name)
  await self.registration.unregister()
}
