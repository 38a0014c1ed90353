import { join } from 'node:path'
import { root } from '../features.ts'

/** Where `npm run build`, tests and benchmarks have the command as it is installed. */
export const builtCli = join(root, 'packages', 'cli', 'dist')
