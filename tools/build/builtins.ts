/**
 * A step of the build: what is used of Node's modules is taken from them one by one. An `import` makes a copy of all that a
 * module exports, which loads parts of Node that nobody asked for.
 */
import type { Plugin } from 'rolldown'

export const builtins: Plugin = { name: 'builtins', renderChunk: (code) => ({ code: takeFromNode(code) }) }

/** Imports as the bundler writes them, one a line: `import fs, { constants as c } from "node:fs";` */
const imported =
  /^import (?:(\w[\w$]*)(?:, )?)?(?:\* as (\w[\w$]*))?(?:\{([^}]*)\})? from "(node:[\w/]+)";$/gm

export const takeFromNode = (code: string): string =>
  code.replace(imported, (_, whole?: string, namespace?: string, names?: string, module?: string) => {
    const wanted = [
      ...[whole, namespace].filter((name) => name !== undefined),
      ...(names === undefined ? [] : [`{${names.replaceAll(' as ', ': ')}}`]),
    ]
    // Some modules import one that is called `process`.
    const taken = `globalThis.process.getBuiltinModule("${module}")`
    return `const ${wanted.map((name) => `${name} = ${taken}`).join(', ')};`
  })
