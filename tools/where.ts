/** `npm run where time-entries`: the files of a feature through all layers. */
import { features, kebab, layersOf, routesOf } from './features.ts'

const [wanted] = process.argv.slice(2)
const feature = features.find((name) => name === wanted || kebab(name) === wanted)
if (feature === undefined) {
  console.error(
    `${wanted === undefined ? 'Name a feature' : `There is no feature ${wanted}`}.\ntry: ${features.map(kebab).join(', ')}`,
  )
  process.exit(2)
}
for (const { name, files } of layersOf(feature)) {
  if (files.length === 0) continue
  console.log(name)
  for (const file of files) console.log(`  ${file}`)
}
console.log('routes (packages/contracts/src/routes.ts)')
for (const { id, upstream, spec } of routesOf(feature)) {
  console.log(`  ${spec.method.padEnd(6)} ${spec.path.padEnd(34)} ${id}, answered by ${upstream}`)
}
