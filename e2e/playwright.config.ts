import { defineConfig } from '@playwright/test'

/** A real app for each display that there is: each brings several processes. Files are divided, the tests of one file follow each other. */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  workers: Math.max(1, (process.env['BURR_TEST_DISPLAYS'] ?? '').split(',').filter(Boolean).length),
  retries: 0,
  timeout: 60_000,
  globalTimeout: 10 * 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'list'
})
