/** Projects, labels or clients by name, with the time that was ever tracked for each. */
import type { Client } from '@goalixa/contracts/clients'
import type { Label } from '@goalixa/contracts/labels'
import type { Project } from '@goalixa/contracts/projects'
import { listClients, listLabels, listProjects } from '@goalixa/replica/queries/lists'
import { summarise } from '@goalixa/replica/queries/reports'
import { todayIn, weekStart, zone } from '../../store/dates.ts'
import type { Query } from '../../store/store.ts'

export type Kind = 'projects' | 'labels' | 'clients'

export interface Named {
  readonly item: Client | Label | Project
  /** Seconds ever tracked; of a label those of entries that have it by their task or project too. */
  readonly seconds: number
}

export interface NamedList {
  readonly items: readonly Named[]
  /** Names of all clients, for projects alone. */
  readonly clients: readonly Client[]
}

const by = { projects: 'project', labels: 'label', clients: 'client' } as const
const lists = { projects: listProjects, labels: listLabels, clients: listClients }
/** Before whatever a clock of this product has measured. */
const everSince = '1970-01-01'
const atOnce = 1_000

export const readNamed =
  (kind: Kind, archived: boolean): Query<NamedList> =>
  async (reader, asking) => {
    const here = { zone: zone(), weekStart: weekStart() }
    const { tomorrow } = todayIn(here.zone, asking.nowMs)
    const { groups } = await summarise(reader, asking, {
      ...here,
      from: everSince,
      to: tomorrow,
      by: by[kind],
    })
    const seconds = new Map(groups.map((group) => [group.key, group.seconds]))
    const { items } = await lists[kind](reader, asking, { limit: atOnce, archived })
    const clients =
      kind === 'projects' ? (await listClients(reader, asking, { limit: atOnce, archived: false })).items : []
    return { items: items.map((item) => ({ item, seconds: seconds.get(item.id) ?? 0 })), clients }
  }
