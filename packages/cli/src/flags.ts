/** The flags that mean the same wherever they appear. */
import type { OverlapPolicy } from '@goalixa/contracts/time-entries'
import * as Flags from '@oclif/core/flags'

export const zone = Flags.string({
  description: 'IANA time zone that times are read and shown in',
  helpValue: 'IANA',
})
export const at = Flags.string({
  description: 'when, such as 9:00, "10m ago" or 2026-03-02T09:00:00Z; now unless said',
  helpValue: 'TIME',
})
export const task = Flags.string({
  description: 'a task: its id, the end of its id, or its title',
  helpValue: 'TASK',
})
export const project = Flags.string({ char: 'p', description: 'a project, by name', helpValue: 'NAME' })
export const label = Flags.string({
  char: 'l',
  description: 'a label; may be given several times',
  helpValue: 'NAME',
  multiple: true,
  multipleNonGreedy: true,
})
export const unlabel = Flags.string({
  description: 'take a label off; may be given several times',
  helpValue: 'NAME',
  multiple: true,
  multipleNonGreedy: true,
})
const policies = ['allow', 'trim', 'split', 'forbid'] as const satisfies readonly OverlapPolicy[]
export const overlap = Flags.option({
  options: policies,
  description:
    'what happens to entries in the way: allow leaves them, trim cuts them, split also divides one around it, forbid refuses; config set overlap decides unless said',
})()
export const billable = Flags.boolean({ description: 'the time is billable', allowNo: true })

/** On every write. */
export const changing = {
  'dry-run': Flags.boolean({ description: 'show what would be sent, change nothing' }),
  yes: Flags.boolean({ char: 'y', description: 'do it without asking' }),
}

/** On every list that has pages. */
export const paging = {
  limit: Flags.integer({ description: 'rows at most, 1 to 500', min: 1, max: 500, helpValue: 'N' }),
  cursor: Flags.string({ description: 'go on where the last page ended', helpValue: 'CURSOR' }),
}

/** Of tasks and projects: flags whose `none` empties a field. */
export const none = 'none'
export const orNull = (value: string | undefined): string | null | undefined =>
  value === none ? null : value
