#!/usr/bin/env node
// Plain JavaScript without imports at the top: it must also run on a Node that cannot load the rest.
if (Number.parseInt(process.versions.node) < 24) {
  console.error(`goalixa needs Node 24 or later; this is ${process.versions.node}.`)
  process.exitCode = 1
} else {
  const { join } = process.getBuiltinModule('node:path')
  const { homedir } = process.getBuiltinModule('node:os')
  const { enableCompileCache } = process.getBuiltinModule('node:module')
  // Compiled code is kept for the next start, in the user's own folder: in a common one others could put code there.
  enableCompileCache(join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'goalixa', 'compiled'))
  if (typeof Temporal === 'undefined') await import('../src/temporal.ts')
  const root = join(import.meta.dirname, '..')
  const { main } = await import('../src/main.ts')
  await main(process.argv.slice(2), { root, commands: join(root, 'src', 'commands'), ending: '.ts' })
}
