import type { ViewModule } from '../../view.ts'
import { openNamed } from '../names/open.ts'

export const open: ViewModule['open'] = (root, context) => openNamed('clients', root, context)
