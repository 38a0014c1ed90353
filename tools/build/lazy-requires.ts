/** A step of the build: modules in CommonJS load what they require when they first use it, not when they are loaded. */
import type { Plugin } from 'rolldown'

/** As TypeScript writes it: `const util_1 = require("./util");`, perhaps in a helper of its own. */
const declaration = /^(?:const|var) (\w+_\d+) = (?:(__import(?:Default|Star))\()?require\(("[^"]+")\)\)?;$/gm

/** `exports.Flags = __importStar(require("./flags"));` */
const passedOn = /^exports\.(\w+) = (__import(?:Default|Star))\(require\(("[^"]+")\)\);$/gm

/** `modules`: which files are changed. */
export const lazyRequires = (modules: RegExp): Plugin => ({
  name: 'lazy-requires',
  transform: {
    filter: { id: modules },
    handler: (code) => ({ code: makeLazy(code), map: null }),
  },
})

/** `util_1.bar` becomes `(util_1$()).bar`: the name is looked up at each use, and required at the first. */
export function makeLazy(code: string): string {
  const names: string[] = []
  const declared = code.replace(declaration, (_, name: string, helper: string | undefined, path: string) => {
    names.push(name)
    const load = helper === undefined ? `require(${path})` : `${helper}(require(${path}))`
    return `let ${name}$loaded; const ${name}$ = () => ${name}$loaded ??= ${load};`
  })
  const used = names.reduce(
    (text, name) => text.replaceAll(new RegExp(String.raw`\b${name}\b(?!\$)`, 'g'), `(${name}$())`),
    declared,
  )
  return used.replace(
    passedOn,
    (_, name: string, helper: string, path: string) =>
      `let ${name}$loaded; Object.defineProperty(exports, "${name}", ` +
      `{ enumerable: true, get: () => ${name}$loaded ??= ${helper}(require(${path})) });`,
  )
}
