/** Secrets of an installation that was not given any: made once, kept in the data folder, readable by its owner only. */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'

const Secrets = z.object({ authSecret: z.string() })
export type Secrets = z.infer<typeof Secrets>

export async function readSecrets(folder: string): Promise<Secrets> {
  const file = join(folder, 'secrets.json')
  if (!existsSync(file)) {
    const secrets: Secrets = { authSecret: randomBytes(48).toString('base64url') }
    // Under another name first: a half-written file would lock everybody out for ever.
    await writeFile(`${file}.new`, JSON.stringify(secrets), { mode: 0o600 })
    await rename(`${file}.new`, file)
  }
  return Secrets.parse(JSON.parse(await readFile(file, 'utf8')))
}
