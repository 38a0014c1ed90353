/** Labels: made, changed and put in the trash. */
import { AppError } from '@goalixa/contracts/errors'
import type { LabelPatch, NewLabel } from '@goalixa/contracts/labels'
import type { Row } from '../rows.ts'
import { membersOf, membershipValues } from '../rows.ts'
import { idsByName, requireFreeName } from './names.ts'
import { requireNewId } from './new-rows.ts'
import type { Draft, NewId, View } from './view.ts'
import { findLive, secondsOf } from './view.ts'

const requireLabel = async (view: View, id: string): Promise<void> => {
  if ((await findLive(view, 'labels', id)) === undefined) throw new AppError('labels.not_found')
}

/** Answers the id. @throws AppError `request.id_taken`, `labels.name_taken` */
export async function createLabel(view: View, draft: Draft, input: NewLabel, newId: NewId): Promise<string> {
  const { id = newId(), ...fields } = input
  await requireNewId(view, 'labels', id)
  await requireFreeName(view, 'labels', fields.name)
  draft.patch('labels', id, { createdAt: secondsOf(draft), ...fields })
  return id
}

/** @throws AppError `labels.not_found`, `labels.name_taken` */
export async function updateLabel(view: View, draft: Draft, id: string, patch: LabelPatch): Promise<void> {
  await requireLabel(view, id)
  if (patch.name !== undefined) await requireFreeName(view, 'labels', patch.name, id)
  draft.patch('labels', id, patch)
}

/** @throws AppError `labels.not_found` */
export async function deleteLabel(view: View, draft: Draft, id: string): Promise<void> {
  await requireLabel(view, id)
  draft.patch('labels', id, { deleted: true })
}

/** Registers that give a row exactly the labels of these names, made when absent; none when no names are given. */
export async function labelValues(
  view: View,
  draft: Draft,
  row: Row | undefined,
  names: readonly string[] | undefined,
  newId: NewId,
): Promise<Record<string, boolean>> {
  if (names === undefined) return {}
  const wanted = await idsByName(view, draft, 'labels', names, newId)
  return membershipValues('label', row ? membersOf(row.regs, 'label') : [], [...wanted.values()])
}
