/** `2026-03-02T09:00:00Z` as `20260302T090000Z`, which Timewarrior and Taskwarrior write. */
export const compactInstant = (instant: string): string => instant.replaceAll(/[-:]|\.\d+/g, '')
