/** The settings of the auth service: the only reader of the environment. */
import { availableParallelism } from 'node:os'
import * as z from 'zod'
import { databaseSettings, readConfig, serviceSettings, tokenSettings } from '@goalixa/service-kit/config'
import { maxTokenSeconds } from '@goalixa/service-kit/tokens'
import { rateSettings } from './rate-limits/auth-rates.ts'

/** Values from manuals and examples, and keys pressed in a row: whoever guesses tries these first. */
const wellKnown =
  /change.?(me|this)|secret|password|passphrase|example|default|insecure|goalixa|012345|abcdef.*ghijkl|qwert/i

/** A secret must be long and must not look chosen by hand. */
const Secret = z
  .string()
  .refine((text) => Buffer.byteLength(text) >= 32, 'it needs at least 32 bytes')
  .refine((text) => !wellKnown.test(text), 'it is a well-known value')
  .refine((text) => new Set(text).size >= 12, 'it repeats itself too much')

const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max)

export const authSettings = z.object({
  ...serviceSettings,
  ...databaseSettings,
  TOKEN_ISSUER: tokenSettings.TOKEN_ISSUER,
  AUTH_SECRET: Secret.describe('32 random bytes or more, e.g. from: openssl rand -base64 48'),
  AUTH_SECRET_PREVIOUS: Secret.optional().describe('the value of AUTH_SECRET before its last change'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).describe('address that people open in the browser'),
  COOKIE_SECURE: z
    .stringbool()
    .default(true)
    .describe('false only where the browser reaches us by plain HTTP'),
  TRUSTED_PROXIES: whole(0, 10).default(0).describe('proxies in front that append to X-Forwarded-For'),
  ACCESS_TOKEN_SECONDS: whole(10, maxTokenSeconds).default(600).describe('life of an access token'),
  KEY_ROTATION_DAYS: whole(1, 3650)
    .default(90)
    .describe('days that a key signs access tokens; the next one takes over without a failed request'),
  REFRESH_GRACE_SECONDS: whole(0, 30)
    .default(30)
    .describe('how long a spent refresh token gives its successor again'),
  SESSION_IDLE_DAYS: whole(1, 90).default(14).describe('days without a refresh until a session ends'),
  SESSION_ABSOLUTE_DAYS: whole(1, 365).default(90).describe('days until a session ends whatever happens'),
  SESSIONS_PER_USER: whole(1, 100).default(10).describe('sessions kept per account; the oldest gives way'),
  GOOGLE_CLIENT_ID: z
    .string()
    .regex(/^[\w.-]{1,200}$/)
    .optional()
    .describe('client id from the Google Cloud console; without it there is no sign-in with Google'),
  GOOGLE_CLIENT_SECRET: z
    .string()
    .max(500)
    .optional()
    .describe('the secret that belongs to GOOGLE_CLIENT_ID'),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe('mail server: smtps://user:password@mail.example.org; with it, addresses must be confirmed'),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]{3,300}$/)
    .optional()
    .describe('sender of mails: Goalixa <goalixa@example.org>; goalixa@ the host of PUBLIC_URL unless said'),
  MAIL_FOLDER: z
    .string()
    .optional()
    .describe('folder that mails are written to as files while SMTP_URL is not set'),
  ...rateSettings,
  UV_THREADPOOL_SIZE: whole(2, 1024)
    .default(4)
    .describe('threads of Node itself; password hashes use all but one'),
})
export type AuthConfig = z.output<typeof authSettings>

/** @throws ConfigError naming every setting at fault */
export const readAuthConfig = (environment: Record<string, string | undefined> = process.env): AuthConfig =>
  readConfig(authSettings, environment)

/** What `rotate-keys.ts` is told: the settings of the service that the keys depend on. */
export const readRotationConfig = (environment: Record<string, string | undefined> = process.env) =>
  readConfig(
    authSettings.pick({
      DATABASE_URL: true,
      AUTH_SECRET: true,
      AUTH_SECRET_PREVIOUS: true,
      TOKEN_ISSUER: true,
      KEY_ROTATION_DAYS: true,
    }),
    environment,
  )

/** Files and DNS share the threads with the hashes: one stays free for them, or each login would stall the rest. */
export const hashConcurrency = (config: AuthConfig): number =>
  Math.max(1, Math.min(availableParallelism(), config.UV_THREADPOOL_SIZE - 1))
