/** `npm run build`: the command as it is installed, in `packages/cli/dist`. */
import { join } from 'node:path'
import { buildCli } from './build/build-cli.ts'
import { root } from './features.ts'

const target = join(root, 'packages', 'cli', 'dist')
await buildCli(target)
console.log(`goalixa is in ${target}`)
