/** What a person is told once, on stderr, whichever command or background exchange brought it. */
import type { Noticed } from '@goalixa/replica/replica-state'
import type { Replica } from '@goalixa/replica/replica'
import { takeNoticed } from '@goalixa/replica/told'

/** A line for each kind of news since they were last taken; from here on they count as told. */
export async function takeNotices(replica: Replica): Promise<string[]> {
  const { before, after } = await takeNoticed(replica)
  return noticesOf(before, after)
}

/** One line for what devices did to each other and one for what was refused; none where nothing is new. */
export function noticesOf(before: Noticed, after: Noticed): string[] {
  const refused = counted(
    after.refused - before.refused,
    'change was refused by the server for good and is kept on this device',
    'changes were refused by the server for good and are kept on this device',
  )
  const met = [
    counted(
      after.conflicts - before.conflicts,
      'value lost against a newer one',
      'values lost against newer ones',
    ),
    counted(
      after.automaticEnds - before.automaticEnds,
      'timer ended because another one was started on another device',
      'timers ended because others were started on another device',
    ),
  ].flat()
  return [
    ...refused.map((words) => `${words}: goalixa sync --status`),
    ...(met.length === 0 ? [] : [`${met.join(', and ')}: goalixa conflicts`]),
  ]
}

const counted = (count: number, one: string, many: string): string[] =>
  count < 1 ? [] : [count === 1 ? `1 ${one}` : `${count} ${many}`]
