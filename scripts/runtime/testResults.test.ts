import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { addCounts, countResults } from './testResults.mjs'

const folder = mkdtempSync(join(tmpdir(), 'burr-desktop-results-'))
afterAll(() => rmSync(folder, { recursive: true }))

const report = (content: unknown): string => {
  const file = join(folder, 'report.json')
  writeFileSync(file, JSON.stringify(content))
  return file
}

const vitest = (passed: number, failed: number, files: readonly unknown[]): unknown => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: files
})

it('counts the tests of vitest, and a file that could not be loaded as a failure', () => {
  const failedTest = { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] }
  const brokenFile = { status: 'failed', assertionResults: [] }
  expect(countResults(report(vitest(4, 1, [failedTest])), 1)).toEqual({ passed: 4, failed: 1, skipped: 2 })
  expect(countResults(report(vitest(4, 1, [failedTest, brokenFile])), 1)).toEqual({ passed: 4, failed: 2, skipped: 2 })
})

it('counts the tests of Playwright, flaky ones and errors outside tests as failures', () => {
  const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 2 }
  expect(countResults(report({ stats, errors: [] }), 1)).toEqual({ passed: 3, failed: 2, skipped: 2 })
  expect(countResults(report({ stats, errors: [{}] }), 1)).toEqual({ passed: 3, failed: 3, skipped: 2 })
})

it('counts a runner that crashed as a failure, with or without a report', () => {
  expect(countResults(join(folder, 'none.json'), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  expect(countResults(report(vitest(4, 0, [])), 139)).toEqual({ passed: 4, failed: 1, skipped: 2 })
  expect(countResults(report(vitest(4, 0, [])), 0)).toEqual({ passed: 4, failed: 0, skipped: 2 })
})

it('adds counts up', () => {
  const one = { passed: 1, failed: 2, skipped: 3 }
  expect(addCounts([one, one])).toEqual({ passed: 2, failed: 4, skipped: 6 })
  expect(addCounts([])).toEqual({ passed: 0, failed: 0, skipped: 0 })
})
