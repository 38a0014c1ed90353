import manifest from '../package.json' with { type: 'json' }

/** How the command names itself to a server. */
export const userAgent = `goalixa/${manifest.version} ${process.platform}-${process.arch} node-${process.version}`
