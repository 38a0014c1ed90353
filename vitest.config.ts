import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'tools/**/*.test.ts', 'e2e/**/*.test.ts'],
    globalSetup: ['./tools/test-database.ts'],
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Days and weeks must come from the user's zone, never from the machine's.
    env: { TZ: 'Pacific/Chatham', NO_COLOR: '1' },
  },
})
