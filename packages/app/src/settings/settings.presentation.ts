import { settingsRoutes } from '@goalixa/contracts/settings'
import type { Handlers } from '@goalixa/service-kit/bind-routes'
import { actorOf } from '../operations/actor.ts'
import type { SettingsService } from './settings.service.ts'

export const settingsHandlers = (settings: SettingsService): Handlers<typeof settingsRoutes> => ({
  get: (_input, call) => settings.read(call.principal.userId),
  update: (input, call) => settings.update(actorOf(call, 'settings.update', input), input.body),
})
