/** Settings of a user; null means: follow the device. */
import * as z from 'zod'
import { WeekStart, Zone } from './primitives.ts'
import { route } from './route.ts'

export const Settings = z.object({ zone: z.string().nullable(), weekStart: WeekStart })
export type Settings = z.infer<typeof Settings>
export const SettingsPatch = z.strictObject({ zone: Zone.nullable(), weekStart: WeekStart }).partial()
export type SettingsPatch = z.output<typeof SettingsPatch>

export const settingsRoutes = {
  get: route({
    method: 'GET',
    path: '/v1/settings',
    summary: 'Read the settings',
    access: 'user',
    scope: 'settings:read',
    response: Settings,
  }),
  update: route({
    method: 'PATCH',
    path: '/v1/settings',
    summary: 'Change the settings',
    access: 'user',
    scope: 'settings:write',
    body: SettingsPatch,
    response: Settings,
  }),
}
