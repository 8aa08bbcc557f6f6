import { defineConfig } from 'vitest/config';

// Processes, not threads: a test may kill, lock or leave behind what a process owns, and takes only itself along.
// The timeouts leave room for two slow cores that also run an event store, and whatever else shares the machine.
export default defineConfig({
  test: {
    environment: 'node',
    include: ['tests/**/*.test.ts'],
    pool: 'forks',
    // as in src/main.ts: threads that read sources ended a test's process now and then
    execArgv: ['--wasm-wrapper-tiering-budget=1000000000'],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
    reporters: ['default'],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/**/*.d.ts'],
      reporter: ['text-summary', 'html', 'lcovonly'],
    },
  },
});
