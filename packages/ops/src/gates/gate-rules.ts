/** The file that says what the gates let through: it is reviewed as code is. */
import { createPublicKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { AppError } from '@goalixa/contracts/errors'
import { parse } from 'yaml'
import { z } from 'zod'
import { severities } from '../registry/harbor/severity.ts'
import type { Severity } from '../registry/harbor/severity.ts'
import type { Allowed } from './judge-scan.ts'

export interface GateRules {
  readonly severity: Severity
  readonly allow: readonly Allowed[]
  /** ECDSA P-256; signatures are asked for as soon as there is one. */
  readonly keys: readonly KeyObject[]
}

/** Without a file. */
export const usualRules: GateRules = { severity: 'High', allow: [], keys: [] }

const schema = z.strictObject({
  severity: z
    .string()
    .transform((word) => severities.find((one) => one.toLowerCase() === word.toLowerCase()))
    .pipe(z.enum(severities))
    .default(usualRules.severity),
  allow: z
    .array(
      z.strictObject({
        cve: z.string().min(1),
        // YAML reads an unquoted day as words, too.
        until: z.iso.date(),
        reason: z.string().trim().min(1),
      }),
    )
    .default([]),
  keys: z.array(z.string().transform((pem, context) => keyIn(pem) ?? refused(context))).default([]),
})

/** Rejects with `ops.gate_rules`, telling every field that is wrong. */
export function readGateRules(text: string, file: string): GateRules {
  let parsed: unknown
  try {
    parsed = parse(text)
  } catch (error) {
    throw new AppError('ops.gate_rules', `${file} is no YAML`, { cause: error })
  }
  const result = schema.safeParse(parsed ?? {})
  if (result.success) return result.data
  throw new AppError('ops.gate_rules', `${file} cannot be used`, {
    fields: result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  })
}

function keyIn(pem: string): KeyObject | undefined {
  try {
    // A private key would be read as well: it does not belong here, and least of all in a repository.
    if (!pem.includes('-----BEGIN PUBLIC KEY-----')) return undefined
    const key = createPublicKey(pem)
    return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1'
      ? key
      : undefined
  } catch {
    return undefined
  }
}

function refused(context: z.RefinementCtx): never {
  context.addIssue({ code: 'custom', message: 'is no public key on the curve P-256' })
  return z.NEVER
}
