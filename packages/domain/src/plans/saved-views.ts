/** Saved views: made, changed and put in the trash. Only a filter that can be read is kept. */
import { AppError } from '@goalixa/contracts/errors'
import type { NewSavedView, SavedViewKind, SavedViewPatch } from '@goalixa/contracts/saved-views'
import { checkFilter } from '../filters/resolve.ts'
import { datesOf } from './filters.ts'
import { requireFreeName } from './names.ts'
import { requireNewId } from './new-rows.ts'
import type { Draft, NewId, View } from './view.ts'
import { findLive, said, secondsOf } from './view.ts'

/** Answers the id. @throws AppError `request.id_taken`, `saved_views.name_taken`, `filter.invalid` */
export async function createSavedView(
  view: View,
  draft: Draft,
  input: NewSavedView,
  newId: NewId,
): Promise<string> {
  const { id = newId(), ...fields } = input
  await requireNewId(view, 'savedViews', id)
  await requireFreeName(view, 'savedViews', fields.name)
  await requireFilter(view, draft, fields)
  draft.patch('savedViews', id, { createdAt: secondsOf(draft), ...fields })
  return id
}

/** @throws AppError `saved_views.not_found`, `saved_views.name_taken`, `filter.invalid` */
export async function updateSavedView(
  view: View,
  draft: Draft,
  id: string,
  patch: SavedViewPatch,
): Promise<void> {
  const row = await requireSavedView(view, id)
  if (patch.name !== undefined) await requireFreeName(view, 'savedViews', patch.name, id)
  if (patch.kind !== undefined || patch.query !== undefined)
    await requireFilter(view, draft, {
      kind: patch.kind ?? (said(row, 'kind') as SavedViewKind),
      query: patch.query ?? (said(row, 'query') as string),
    })
  draft.patch('savedViews', id, patch)
}

/** @throws AppError `saved_views.not_found` */
export async function deleteSavedView(view: View, draft: Draft, id: string): Promise<void> {
  await requireSavedView(view, id)
  draft.patch('savedViews', id, { deleted: true })
}

async function requireSavedView(view: View, id: string) {
  const row = await findLive(view, 'savedViews', id)
  if (row === undefined) throw new AppError('saved_views.not_found')
  return row
}

const requireFilter = async (
  view: View,
  draft: Draft,
  { kind, query }: Pick<NewSavedView, 'kind' | 'query'>,
): Promise<void> =>
  checkFilter(query, kind === 'task' ? 'tasks' : 'timeEntries', await datesOf(view, draft.nowMs))
