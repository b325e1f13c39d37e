import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildIfStale } from './runtime/build.mjs'
import { capture, run } from './runtime/command.mjs'
import { ensureDisplay, startXvfb } from './runtime/display.mjs'
import { electronRuntime } from './runtime/electron.mjs'
import { inRepo, repoRoot } from './runtime/paths.mjs'
import { runMain } from './runtime/say.mjs'
import { testCounts } from './runtime/testCounts.mjs'
import { testEnv } from './runtime/testEnv.mjs'
import { addCounts, countResults } from './runtime/testResults.mjs'

const describe = async ({ executable, kind }) => {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  const { stdout } = await capture(executable, ['-p', 'JSON.stringify(process.versions)'], { env })
  const { electron, node, chrome } = JSON.parse(stdout)
  const origin = kind === 'official' ? 'official build' : 'build from the npm registry'
  return `Electron ${electron} (${origin}), Node ${node}, Chrome ${chrome}`
}

/** Unit tests run on the Node inside Electron: the native module is the one that ships. */
const unit = async ({ runtime, folder, filters }) => {
  const report = join(folder, 'unit.json')
  const args = [
    inRepo('node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...(filters.length > 0 ? ['--passWithNoTests', ...filters] : [])
  ]
  const env = { ...testEnv(folder), ...testCounts(), ...runtime.env, ELECTRON_RUN_AS_NODE: '1' }
  const code = await run(runtime.executable, args, { cwd: repoRoot, env })
  return countResults(report, code)
}

/** End-to-end tests drive the real app; it gets a virtual display where there is none. */
const e2e = async ({ runtime, folder, filters }) => {
  const report = join(folder, 'e2e.json')
  const args = [
    inRepo('node_modules', '@playwright', 'test', 'cli.js'),
    'test',
    `--config=${inRepo('e2e', 'playwright.config.ts')}`,
    '--reporter=list,json',
    ...(filters.length > 0 ? ['--pass-with-no-tests', ...filters] : [])
  ]
  // Two apps at a time while somebody waits, each on a display of its own; CI takes one after the other.
  const first = await ensureDisplay()
  const second = process.env.CI === 'true' || process.platform !== 'linux' ? undefined : await startXvfb()
  try {
    const displays = [first, ...(second === undefined ? [] : [second])].map(({ env }) => env.DISPLAY ?? process.env.DISPLAY ?? '').join(',')
    const env = { ...testEnv(folder), ...runtime.env, ...first.env, BURR_TEST_DISPLAYS: displays, PLAYWRIGHT_JSON_OUTPUT_FILE: report }
    const code = await run(process.execPath, args, { cwd: repoRoot, env })
    return countResults(report, code)
  } finally {
    second?.stop()
    first.stop()
  }
}

const runners = { unit, e2e }

const runAll = async (names, filters) => {
  const runtime = electronRuntime()
  await buildIfStale({ quiet: true })
  const versions = await describe(runtime)
  const folder = mkdtempSync(join(tmpdir(), 'burr-desktop-test-'))
  const counts = []
  try {
    for (const name of names) {
      console.log(`\n${name} tests on ${versions}`)
      counts.push(await runners[name]({ runtime, folder, filters }))
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return counts
}

const isMissing = ({ passed, failed }) => passed + failed === 0

/** `test.mjs [unit | e2e] [filter]…`: runs the tests and ends with one line that counts them all. */
await runMain(async () => {
  const [first = '', ...rest] = process.argv.slice(2)
  const named = Object.hasOwn(runners, first)
  const filters = named || first === '' ? rest : [first, ...rest]
  const counts = await runAll(named ? [first] : Object.keys(runners), filters)
  const { passed, failed, skipped } = addCounts(counts)
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  const nothingRan = filters.length > 0 ? counts.every(isMissing) : counts.some(isMissing)
  return failed > 0 || nothingRan ? 1 : 0
})
