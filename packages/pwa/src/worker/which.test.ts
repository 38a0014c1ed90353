import { describe, expect, it } from 'vitest'
import { answerFor, isPassedOn } from './which.ts'

const known = new Set(['/app/', '/app/app.html', '/app/assets/shell-12345678.js'])

describe('SW-04: the worker', () => {
  it.each(['/v1/sync', '/v1/events', '/auth/me', '/healthz', '/readyz', '/app/sw.js', '/app/version.json'])(
    'leaves %s to the server',
    (path) => expect(isPassedOn(path)).toBe(true),
  )
  it.each([
    ['/app/', true, '/app/'],
    ['/app', true, '/app/'],
    ['/app/index.html', true, '/app/'],
    ['/app/somewhere', true, '/app/'],
    ['/app/app.html', true, '/app/app.html'],
    ['/app/assets/shell-12345678.js', false, '/app/assets/shell-12345678.js'],
    ['/app/assets/other-12345678.js', false, undefined],
    ['/app/nothing.pdf', true, undefined],
    ['/app/somewhere', false, undefined],
    ['/', true, undefined],
    ['/device', true, undefined],
  ])('answers %s (a navigation: %s) with %s', (path, isNavigation, file) => {
    expect(isPassedOn(path)).toBe(false)
    expect(answerFor(path, isNavigation, known)).toBe(file)
  })
})
