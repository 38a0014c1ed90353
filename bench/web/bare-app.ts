/**
 * The peer of a cold start: the least that begins as the app does. A worker answers from its cache, the page opens a
 * database and then a frame, whose script opens another one and draws one field.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const database = `const read = (name) => new Promise((done) => {
  const request = indexedDB.open(name)
  request.onupgradeneeded = () => request.result.createObjectStore('kept')
  request.onsuccess = () => {
    const asked = request.result.transaction('kept').objectStore('kept').get('any')
    asked.onsuccess = () => done(asked.result)
  }
})`
const documentOf = (script: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Bare</title><script type="module" src="${script}"></script><body></body></html>`
const files: Readonly<Record<string, readonly [type: string, text: string]>> = {
  '/app/': ['text/html', documentOf('/app/shell.js')],
  '/app/app.html': ['text/html', documentOf('/app/frame.js')],
  '/app/shell.js': [
    'text/javascript',
    `${database}
navigator.serviceWorker.register('/app/sw.js')
await read('shell')
const frame = document.createElement('iframe')
frame.src = '/app/app.html'
document.body.append(frame)`,
  ],
  '/app/frame.js': [
    'text/javascript',
    `${database}
await read('frame')
const form = document.createElement('form')
form.className = 'gx-tracker'
form.append(document.createElement('input'))
document.body.append(form)`,
  ],
  '/app/sw.js': [
    'text/javascript',
    `const files = ['/app/', '/app/app.html', '/app/shell.js', '/app/frame.js']
addEventListener('install', (event) => event.waitUntil(caches.open('bare').then((cache) => cache.addAll(files))))
addEventListener('activate', (event) => event.waitUntil(clients.claim()))
addEventListener('fetch', (event) => event.respondWith(caches.match(event.request, { ignoreSearch: true }).then((kept) => kept ?? fetch(event.request))))`,
  ],
}

/** Serves it on a free port of this machine. */
export async function serveBareApp(): Promise<{ readonly url: string; readonly stop: () => void }> {
  const server = createServer((request, response) => {
    const [type, text] = files[request.url!] ?? ['text/plain', '']
    response.writeHead(200, { 'content-type': type }).end(text)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}
