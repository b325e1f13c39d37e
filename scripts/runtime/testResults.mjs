import { readFileSync } from 'node:fs'

const readJson = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** A test file that failed before any of its tests could, or outside them. */
const failedAsAWhole = ({ status, assertionResults }) =>
  status === 'failed' && !assertionResults.some((result) => result.status === 'failed')

const ofVitest = (report) => ({
  passed: report.numPassedTests,
  failed: report.numFailedTests + report.testResults.filter(failedAsAWhole).length,
  skipped: report.numPendingTests + report.numTodoTests
})

const ofPlaywright = ({ stats, errors }) => ({
  passed: stats.expected,
  failed: stats.unexpected + stats.flaky + errors.length,
  skipped: stats.skipped
})

/**
 * Counts of one runner's JSON report: `{ passed, failed, skipped }`. A runner that ended with an error without
 * naming a failed test, or left no report, counts as one failure.
 */
export const countResults = (file, exitCode) => {
  const report = readJson(file)
  const counts = report?.stats ? ofPlaywright(report) : report ? ofVitest(report) : { passed: 0, failed: 0, skipped: 0 }
  const crashed = !report || (exitCode !== 0 && counts.failed === 0)
  return crashed ? { ...counts, failed: counts.failed + 1 } : counts
}

/** The sum of several counts. */
export const addCounts = (all) =>
  all.reduce(
    (sum, { passed, failed, skipped }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      skipped: sum.skipped + skipped
    }),
    { passed: 0, failed: 0, skipped: 0 }
  )
