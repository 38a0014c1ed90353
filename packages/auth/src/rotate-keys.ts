/**
 * Changes the key that signs access tokens, without waiting for KEY_ROTATION_DAYS: publishes the next one, which
 * takes over six minutes later, when the services have read it. With `--compromised` it takes over at once and the
 * old key is destroyed: access tokens that it signed are refused as soon as each service reads the keys anew, within
 * five minutes; clients refresh and go on. After a change of AUTH_SECRET it also seals secrets of one-time codes anew.
 */
import { withUsableSettings } from '@goalixa/service-kit/config'
import { openDatabase } from '@goalixa/service-kit/db'
import { readRotationConfig } from './config.ts'
import { daySeconds } from './instants.ts'
import { createKeysService } from './keys/keys.service.ts'
import { authSchema } from './migrations.ts'
import { deriveSecrets } from './secrets.ts'
import { resealTotpSecrets } from './totp/sealed-secret.ts'

const args = process.argv.slice(2)
if (args.some((arg) => arg !== '--compromised')) stop('usage: rotate-keys.ts [--compromised]', 2)
const config = withUsableSettings(() => readRotationConfig())
const database = openDatabase({ url: config.DATABASE_URL, schema: authSchema, poolSize: 1 })
const secrets = deriveSecrets(config.AUTH_SECRET, config.AUTH_SECRET_PREVIOUS)
const keys = createKeysService({
  database,
  secrets,
  issuer: config.TOKEN_ISSUER,
  rotationSeconds: config.KEY_ROTATION_DAYS * daySeconds,
  now: () => new Date(),
})
await keys.rotate({ compromised: args.length > 0 })
await resealTotpSecrets(database, secrets)
for (const { state, seconds } of keys.ages()) process.stdout.write(`${state}  for ${Math.round(seconds)} s\n`)
await database.close()

function stop(message: string, code: number): never {
  process.stderr.write(`${message}\n`)
  process.exit(code)
}
