import type { Settings } from '@goalixa/contracts/settings'
import { defaultSettings } from '@goalixa/domain/default-settings'
import type { Db } from '@goalixa/service-kit/db'
import { sql } from '@goalixa/service-kit/sql'
import { single, storedTable } from '../operations/stored-table.ts'

export const settingsTable = storedTable({
  name: 'settings',
  table: 'settings',
  registers: {
    zone: single('zone', 'text'),
    weekStart: single('week_start', 'smallint', defaultSettings.weekStart),
    language: single('language', 'text'),
    rounding: single('rounding', 'jsonb'),
    idleThresholdSeconds: single('idle_threshold_seconds', 'integer', defaultSettings.idleThresholdSeconds),
    pomodoro: single('pomodoro', 'jsonb', defaultSettings.pomodoro),
    overlap: single('overlap', 'text'),
  },
})

export const findSettings = (db: Db, userId: string): Promise<Settings | undefined> =>
  db.row(
    sql`select zone, week_start as "weekStart", language, rounding,
               idle_threshold_seconds as "idleThresholdSeconds", pomodoro, overlap
        from settings where user_id = ${userId} and id = ${userId}`,
  )
