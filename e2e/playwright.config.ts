import { defineConfig } from '@playwright/test'

/** A real app for each display that there is: each brings several processes. Files are divided, the tests of one file follow each other. */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  workers: Math.max(1, (process.env['BURR_TEST_DISPLAYS'] ?? '').split(',').filter(Boolean).length),
  retries: 0,
  // Long enough for a machine that does other things too: a test that hangs is found, one that is slow is not failed.
  timeout: 180_000,
  globalTimeout: 25 * 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'list'
})
