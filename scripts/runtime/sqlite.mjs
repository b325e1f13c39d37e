import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { capture, run, toStderr } from './command.mjs'
import { inRepo, repoRoot } from './paths.mjs'
import { say, SetupError } from './say.mjs'

const folder = inRepo('node_modules', 'better-sqlite3', 'build', 'Release')
const addon = join(folder, 'better_sqlite3.node')
const stampFile = join(folder, '.burr-desktop-electron')

/** Names the Electron and the very file: any other file in its place is checked anew. */
const stampFor = ({ kind, version }) => {
  const { size, mtimeMs } = statSync(addon)
  return `${kind} ${version} ${process.platform}-${process.arch} ${size} ${mtimeMs}`
}

/** Whether the native module in node_modules was made for this runtime and has been seen to work. */
export const hasNativeModule = (runtime) =>
  existsSync(addon) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stampFor(runtime)

const opensDatabase = async ({ executable }) => {
  const script = "const D = require('better-sqlite3'); const d = new D(':memory:'); process.stdout.write(d.prepare('select 6 * 7').pluck().get() + '')"
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  const { stdout, stderr } = await capture(executable, ['-e', script], { cwd: repoRoot, env })
  return { works: stdout === '42', stderr }
}

const place = (file) => {
  mkdirSync(folder, { recursive: true })
  copyFileSync(file, `${addon}.new`)
  renameSync(`${addon}.new`, addon)
}

const build = async () => {
  say('Fetching or building the native module for this Electron …')
  const builder = inRepo('node_modules', 'electron-builder', 'install-app-deps.js')
  const code = await run(process.execPath, [builder], { cwd: repoRoot, stdio: toStderr })
  if (code !== 0) {
    throw new SetupError(
      'The native module better-sqlite3 could not be made for this Electron.',
      'It needs either its release host or a C++ compiler with Python 3 (Debian: apt-get install build-essential python3).'
    )
  }
}

/** Puts the better-sqlite3 binary of this runtime where its JavaScript looks, and opens a database with it once. */
export const ensureNativeModule = async (runtime) => {
  if (hasNativeModule(runtime)) return
  if (runtime.sqliteAddon) place(runtime.sqliteAddon)
  else await build()
  const { works, stderr } = await opensDatabase(runtime)
  if (!works) {
    say(stderr.trim())
    const library = /error while loading shared libraries: ([^:]+)/.exec(stderr)?.[1]
    throw library
      ? new SetupError(`Electron cannot start: the system library ${library} is missing.`, 'Install it with your package manager and try again.')
      : new SetupError(`better-sqlite3 does not work under Electron ${runtime.version}.`, 'Delete node_modules/better-sqlite3/build and try again.')
  }
  writeFileSync(stampFile, stampFor(runtime))
}
