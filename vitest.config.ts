import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'tools/**/*.test.ts', 'e2e/**/*.test.ts'],
    globalSetup: ['./tools/test-database.ts', './tools/test-pwa.ts', './tools/test-cli.ts'],
    pool: 'forks',
    // Many tests wait for processes that they started: a machine with two cores has work for two.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Far more than anything takes: what is slow because the machine is busy is no failure.
    testTimeout: 90_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
    // Days and weeks must come from the user's zone, never from the machine's.
    env: { TZ: 'Pacific/Chatham', NO_COLOR: '1' },
  },
})
