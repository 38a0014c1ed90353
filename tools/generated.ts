/** Documents that are printed from the code, so that they cannot be wrong. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { exitCodes } from '../packages/cli/src/exit-codes.ts'
import { apiSettings } from '@goalixa/api/config'
import { printOpenApi } from '@goalixa/api/openapi/openapi'
import { AppConfig } from '@goalixa/app/config'
import { authSettings } from '@goalixa/auth/config'
import type { ErrorCode } from '@goalixa/contracts/error-catalogue'
import { errorCatalogue } from '@goalixa/contracts/error-catalogue'
import { routeTable } from '@goalixa/contracts/routes'
import { cliDocument } from './build/cli-document.ts'
import { commandPages } from './build/command-pages.ts'
import { root } from './features.ts'
import { printAssertions } from './security-assertions.ts'

const notice = 'Printed by `npm run gen`; edit the code, not this page.'

/** Path below the repository, and text. */
export async function generatedDocuments(): Promise<Map<string, string>> {
  return new Map([
    ['docs/cli.md', cliDocument(await commandPages(), notice)],
    ['docs/errors.md', errors()],
    ['docs/configuration.md', configuration()],
    ['docs/security-assertions.md', printAssertions(notice)],
    ['packages/landing/public/tokens.css', await designTokens()],
    ['docs/openapi.json', `${JSON.stringify(printOpenApi(routeTable, '__Host-goalixa_at'), null, 2)}\n`],
  ])
}

/** The page at `/` is served as it lies there, and looks like the app. */
const designTokens = () => readFile(join(root, 'packages', 'pwa', 'src', 'design', 'tokens.css'), 'utf8')

function errors(): string {
  const rows = Object.entries(errorCatalogue).map(
    ([code, { status, title, try: next }]) =>
      `| \`${code}\` | ${status} | ${exitCodes[code as ErrorCode]} | ${title} | ${next} |`,
  )
  return [
    '# Errors',
    '',
    notice,
    '',
    'On the wire an error is `application/problem+json` with `code`, `detail`, `try`, `requestId` and, where fields are',
    'at fault, `fields`. In the terminal it is one sentence and a `try:` line.',
    '',
    '| code | status | exit | title | try |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

function configuration(): string {
  const services = { auth: authSettings, app: AppConfig, api: apiSettings }
  const tables = Object.entries(services).flatMap(([name, schema]) => [
    `## ${name}`,
    '',
    '| variable | default | meaning |',
    '|---|---|---|',
    ...rowsOf(schema),
    '',
  ])
  return [
    '# Configuration of the services',
    '',
    notice,
    '',
    '`npm start` sets all of this by itself; its own settings are in the README. A service reads its environment once',
    'and names all problems together.',
    '',
    ...tables,
  ].join('\n')
}

/** Defaults that are a path of the machine are shown as what they stand for. */
const shown = (value: unknown) =>
  typeof value === 'string' && value.startsWith('/') ? 'in the package' : `\`${String(value)}\``

function rowsOf(schema: z.ZodObject): string[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return Object.entries(properties).map(([key, property]) => {
    const about = property as { default?: unknown; description?: string }
    const fallback =
      about.default === undefined ? (required.includes(key) ? 'required' : '') : shown(about.default)
    return `| \`${key}\` | ${fallback} | ${about.description ?? ''} |`
  })
}
