/** `npm run build`: the command as it is installed, in `packages/cli/dist`, and the app, in `packages/pwa/dist`. */
import { buildCli } from './build/build-cli.ts'
import { buildPwa } from './build/build-pwa.ts'
import { builtCli } from './build/built-cli.ts'

await buildCli(builtCli)
console.log(`goalixa is in ${builtCli}`)
const { version, interactive } = await buildPwa()
console.log(
  `the app is version ${version}: ${(interactive / 1024).toFixed(1)} KiB of scripts until it can be used`,
)
