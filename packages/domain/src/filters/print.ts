/** A filter as it would be written: reading it again gives the same tree. */
import type { FilterNode, Written } from './tree.ts'

/** One line, with as few parentheses as it needs. */
export function printFilter(node: FilterNode): string {
  switch (node.type) {
    case 'or':
      return node.nodes.map(printFilter).join(' or ')
    case 'and':
      return node.nodes
        .map((one) => (one.type === 'or' ? `(${printFilter(one)})` : printFilter(one)))
        .join(' ')
    case 'not':
      return printNot(node.node)
    case 'label':
      return `+${written(node.name)}`
    case 'field':
      return `${node.field}${node.operator}${written(node.value)}`
    case 'running':
      return 'running'
    case 'text':
      return written(node.text)
  }
}

function printNot(node: FilterNode): string {
  if (node.type === 'and' || node.type === 'or') return `not (${printFilter(node)})`
  return `not ${printFilter(node)}`
}

const written = ({ text, quoted }: Written): string =>
  quoted ? `"${text.replaceAll(/["\\]/g, (character) => `\\${character}`)}"` : text
