/** Ids of rows that follow from a task: two devices that make one of them make the same row (D19). */
import { parse as parseUuid, v5 as uuidV5 } from 'uuid'

/** Never to be changed: the ids of all next occurrences and checks hang on it. */
const namespace = parseUuid('5a7c1d62-9f0e-5b43-8c1d-27e4a6b0f391')

/** The id of the task that comes after a recurring one is completed. */
export const nextTaskId = (userId: string, taskId: string): string =>
  uuidV5(`${userId}\nnextTask\n${taskId}`, namespace)

/** The id of the check of a task on a civil date `YYYY-MM-DD`. */
export const taskCheckId = (userId: string, taskId: string, checkDate: string): string =>
  uuidV5(`${userId}\ntaskCheck\n${taskId}\n${checkDate}`, namespace)
