import { defineConfig } from '@playwright/test'

/** One real app at a time: each brings several processes, and a timing taken on a crowded machine says nothing. */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  workers: 1,
  retries: 0,
  timeout: 60_000,
  globalTimeout: 10 * 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'list'
})
