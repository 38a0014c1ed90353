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

interface NamesLabel {
  readonly label?: string | null | undefined
  readonly labelId?: string | null | undefined
}

/**
 * The one label that a write names, by id or by name (made when absent); undefined when it names none.
 * @throws AppError `labels.not_found`, `request.invalid` when both are given
 */
export async function labelNamed(
  view: View,
  draft: Draft,
  { label, labelId }: NamesLabel,
  newId: NewId,
): Promise<string | null | undefined> {
  if (label !== undefined && labelId !== undefined) {
    const message = 'give either label or labelId'
    throw new AppError('request.invalid', `label: ${message}`, { fields: [{ path: 'label', message }] })
  }
  if (typeof labelId === 'string') await requireLabel(view, labelId)
  if (typeof label === 'string') return (await idsByName(view, draft, 'labels', [label], newId)).get(label)
  return label === null ? null : labelId
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
