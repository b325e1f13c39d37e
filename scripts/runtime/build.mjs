import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { capture, run, toStderr } from './command.mjs'
import { inRepo, repoRoot } from './paths.mjs'
import { say, SetupError } from './say.mjs'

const outputs = ['out/main/index.js', 'out/main/cli.js', 'out/preload/index.cjs', 'out/renderer/index.html']
const inputs = ['electron.vite.config.ts', 'package-lock.json', 'tsconfig.base.json']
const isTest = (name) => /\.test\.tsx?$/.test(name)

const changedAtMs = (path) => statSync(path).mtimeMs

/** When anything in the folder last changed; a folder's own time tells of removed files. */
const newestMs = (folder) =>
  readdirSync(folder, { withFileTypes: true }).reduce((newest, entry) => {
    if (isTest(entry.name)) return newest
    const path = join(folder, entry.name)
    return Math.max(newest, entry.isDirectory() ? newestMs(path) : changedAtMs(path))
  }, changedAtMs(folder))

/** Whether what is in out/ was built after the last change in src/. */
export const isBuilt = () => {
  const built = outputs.map((path) => inRepo(path))
  if (!built.every(existsSync)) return false
  const changed = Math.max(newestMs(inRepo('src')), ...inputs.map((path) => changedAtMs(inRepo(path))))
  return Math.min(...built.map(changedAtMs)) >= changed
}

const builder = inRepo('node_modules', 'electron-vite', 'bin', 'electron-vite.js')

/** Builds the app into out/, its messages on standard error; with `quiet` they are shown only when it fails. */
export const build = async ({ quiet = false } = {}) => {
  const start = Date.now()
  say('Building the app …')
  const command = [process.execPath, [builder, 'build', '--logLevel', quiet ? 'warn' : 'info']]
  const result = quiet
    ? await capture(...command, { cwd: repoRoot })
    : { code: await run(...command, { cwd: repoRoot, stdio: toStderr }), stdout: '', stderr: '' }
  if (result.code !== 0) {
    const output = `${result.stdout}${result.stderr}`.trim()
    if (output) say(output)
    throw new SetupError('The app could not be built.', 'The messages above say where.')
  }
  say(`Built in ${((Date.now() - start) / 1000).toFixed(1)} s`)
}

/** Builds the app when out/ is older than src/. */
export const buildIfStale = async (options) => {
  if (!isBuilt()) await build(options)
}
