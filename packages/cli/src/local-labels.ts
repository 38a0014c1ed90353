import { labelRoutes } from '@goalixa/contracts/labels'
import { createLabel, deleteLabel, updateLabel } from '@goalixa/domain/plans/labels'
import { listLabels } from '@goalixa/replica/queries/lists'
import type { LocalParts } from './local-rows.ts'
import { createLocalRows } from './local-rows.ts'
import type { Store } from './store.ts'

export const createLocalLabels = ({ withReplica, newId }: LocalParts): Store['labels'] =>
  createLocalRows(
    {
      table: 'labels',
      missing: 'labels.not_found',
      toItem: (shapes) => shapes.toLabel,
      routes: labelRoutes,
      list: listLabels,
      create: (input) => (view, draft) => createLabel(view, draft, input, newId),
      update: (id, patch) => (view, draft) => updateLabel(view, draft, id, patch),
      delete: (id) => (view, draft) => deleteLabel(view, draft, id),
    },
    withReplica,
    newId,
  )
