/** Signing in with Google, and linking a Google identity to an account. */
import * as z from 'zod'
import { NoContent } from './primitives.ts'
import { route } from './route.ts'

/** A path of this installation to go to afterwards; anything else leads to its first page. */
const ReturnTo = z.string().max(2000)

export const googleRoutes = {
  get: route({
    method: 'GET',
    path: '/auth/google/availability',
    summary: 'Is sign-in with Google set up here?',
    access: 'public',
    response: z.object({ available: z.boolean() }),
  }),
  start: route({
    method: 'GET',
    path: '/auth/google',
    summary: 'Sign in with Google: sends the browser there',
    access: 'public',
    query: z.object({ return_to: ReturnTo.optional() }),
    status: 303,
    response: z.string(),
    produces: ['text/html', 'application/json'],
  }),
  callback: route({
    method: 'GET',
    path: '/auth/google/callback',
    summary: 'Where Google sends the browser back to',
    access: 'public',
    // Google adds parameters of its own, such as scope and authuser: they mean nothing to us.
    query: z.object({
      state: z.string().max(200).optional(),
      code: z.string().max(2000).optional(),
      error: z.string().max(200).optional(),
      iss: z.string().max(200).optional(),
    }),
    response: z.string(),
    produces: ['text/html', 'application/json'],
    timeoutMs: 10_000,
  }),
  link: route({
    method: 'POST',
    path: '/auth/google/link',
    summary: 'Link a Google identity: answers the address to open in this browser',
    access: 'session',
    body: z.strictObject({ returnTo: ReturnTo.optional() }),
    response: z.object({ url: z.string() }),
  }),
  unlink: route({
    method: 'DELETE',
    path: '/auth/google/link',
    summary: 'Unlink the Google identity',
    access: 'session',
    status: 204,
    response: NoContent,
  }),
}
