/** The app at `/app/`: strict documents, and files whose names say whether they can ever change. */
import express from 'express'
import type { RequestHandler } from 'express'

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types gx lit-html',
]

/** Documents that the shell shows in a frame. */
const framed = /^\/(?:auth|app)\.html$/

export const appHeaders: RequestHandler = (request, response, next) => {
  const isFramed = framed.test(request.path)
  response.set({
    'Content-Security-Policy': [...policy, `frame-ancestors ${isFramed ? "'self'" : "'none'"}`].join('; '),
    'X-Frame-Options': isFramed ? 'SAMEORIGIN' : 'DENY',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), idle-detection=(self)',
    // The worker lies below `/app/` and also answers for the front page.
    ...(request.path === '/sw.js' ? { 'Service-Worker-Allowed': '/' } : {}),
  })
  next()
}

/** A name that holds the hash of its content never means anything else. */
export const builtFiles = (folder: string): RequestHandler =>
  express.static(folder, {
    redirect: false,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders(response, path) {
      const isHashed = /[\\/]assets[\\/][\w.-]+-[\w-]{8}\.\w+$/.test(path)
      response.setHeader('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
