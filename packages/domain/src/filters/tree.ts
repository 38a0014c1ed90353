/** A filter as a tree: what was written, not yet what it means on a certain day. */

/** What a filter chooses from; a report chooses among time entries. */
export type FilterKind = 'tasks' | 'timeEntries'

export type Operator = ':' | '<' | '<=' | '>' | '>='

/** Text as it was written: in quotes it is never a word of the grammar. `at` is where it begins. */
export interface Written {
  readonly text: string
  readonly quoted: boolean
  readonly at: number
}

/** `at`: where the condition begins, as an index into the text, counted from 0. */
export type FilterNode =
  | { readonly type: 'and' | 'or'; readonly nodes: readonly FilterNode[]; readonly at: number }
  | { readonly type: 'not'; readonly node: FilterNode; readonly at: number }
  | { readonly type: 'label'; readonly name: Written; readonly at: number }
  | {
      readonly type: 'field'
      readonly field: string
      readonly operator: Operator
      readonly value: Written
      readonly at: number
    }
  | { readonly type: 'running'; readonly at: number }
  | { readonly type: 'text'; readonly text: Written; readonly at: number }

/** A node of several: nested ones of the same kind are one, and a single one is itself. */
export function joined(type: 'and' | 'or', nodes: readonly FilterNode[], at: number): FilterNode {
  const flat = nodes.flatMap((node) => (node.type === type ? node.nodes : [node]))
  return flat.length === 1 ? flat[0]! : { type, nodes: flat, at }
}

/** All nodes of a tree, itself first. */
export function nodesOf(node: FilterNode): FilterNode[] {
  const found = [node]
  // Grows while it is walked.
  for (const one of found) {
    if (one.type === 'not') found.push(one.node)
    else if (one.type === 'and' || one.type === 'or') found.push(...one.nodes)
  }
  return found
}

/** Does the filter say anything of this field? */
export const mentions = (tree: FilterNode, field: string): boolean =>
  nodesOf(tree).some((node) => node.type === 'field' && node.field === field)
